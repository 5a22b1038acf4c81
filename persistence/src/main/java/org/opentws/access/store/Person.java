package org.opentws.access.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A natural person. Several accounts of one person count as one wherever two persons must agree.
 */
@Entity
@Table(name = "person")
public class Person {
  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "created_at")
  private Instant createdAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected Person() {}

  /**
   * A new person.
   *
   * @param id the person's name, unique within the TSP
   */
  public Person(String id, Instant createdAt) {
    this.id = id;
    this.createdAt = createdAt;
  }

  public String id() {
    return id;
  }

  public Instant createdAt() {
    return createdAt;
  }
}
