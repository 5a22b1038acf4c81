package org.opentws.personaldata.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** An officer's order that nothing about the person of an application is erased. */
@Entity
@Table(name = "legal_hold")
public class LegalHold {
  @Id
  @Column(updatable = false)
  private String id;

  @Column(updatable = false, nullable = false)
  private String application;

  @Column(updatable = false, nullable = false)
  private String reason;

  @Column(name = "placed_at", updatable = false, nullable = false)
  private Instant placedAt;

  @Column(name = "placed_by", updatable = false, nullable = false)
  private String placedBy;

  @Column(name = "lifted_at")
  private @Nullable Instant liftedAt;

  @Column(name = "lifted_by")
  private @Nullable String liftedBy;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected LegalHold() {}

  public LegalHold(String id, String application, String reason, String officer, Instant at) {
    this.id = id;
    this.application = application;
    this.reason = reason;
    this.placedBy = officer;
    this.placedAt = at;
  }

  /**
   * It ends, once.
   *
   * @throws RequestRefused WRONG_STATE
   */
  public void lift(String by, Instant at) {
    requireInForce();
    liftedBy = by;
    liftedAt = at;
  }

  /**
   * Refuses if it was lifted.
   *
   * @throws RequestRefused WRONG_STATE
   */
  public void requireInForce() {
    if (!isInForce()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "this hold was lifted at " + liftedAt);
    }
  }

  public boolean isInForce() {
    return liftedAt == null;
  }

  public String id() {
    return id;
  }

  public String application() {
    return application;
  }

  public String reason() {
    return reason;
  }

  public Instant placedAt() {
    return placedAt;
  }

  public String placedBy() {
    return placedBy;
  }

  public Optional<Instant> liftedAt() {
    return Optional.ofNullable(liftedAt);
  }

  public Optional<String> liftedBy() {
    return Optional.ofNullable(liftedBy);
  }
}
