package org.opentws.dualcontrol.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One person's agreement to one operation; it never changes, and nobody gives two. */
@Entity
@IdClass(OperationApproval.Key.class)
@Table(name = "dual_control_approval")
public class OperationApproval {
  /** Which operation, and which person. */
  public static class Key implements Serializable {
    private static final long serialVersionUID = 1L;

    private String operation = "";
    private String person = "";

    /** For JPA. */
    public Key() {}

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key that
          && operation.equals(that.operation)
          && person.equals(that.person);
    }

    @Override
    public int hashCode() {
      return Objects.hash(operation, person);
    }
  }

  @Id
  @Column(name = "operation", updatable = false)
  private String operation;

  @Id
  @Column(name = "person", updatable = false)
  private String person;

  @Column(name = "account", updatable = false)
  private String account;

  @Column(name = "approved_at", updatable = false)
  private Instant approvedAt;

  @Column(name = "factor", updatable = false)
  private String factor;

  @Column(name = "evidence", updatable = false)
  private String evidence;

  @Column(name = "seal", updatable = false)
  private String seal;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected OperationApproval() {}

  /** An agreement that is sealed. */
  public OperationApproval(Agreement agreement, String seal) {
    this.operation = agreement.operation();
    this.person = agreement.by().person();
    this.account = agreement.by().account();
    this.approvedAt = agreement.at();
    this.factor = agreement.factor();
    this.evidence = agreement.evidence();
    this.seal = seal;
  }

  /**
   * What was agreed to.
   *
   * @param factor by which the person was authenticated afresh
   * @param evidence what that factor gave to verify later; may be empty
   */
  public record Agreement(
      String operation, OperationRequest.Person by, Instant at, String factor, String evidence) {}

  public Agreement agreement() {
    return new Agreement(
        operation, new OperationRequest.Person(account, person), approvedAt, factor, evidence);
  }

  public String seal() {
    return seal;
  }
}
