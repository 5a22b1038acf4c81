package org.opentws.access.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One role of one account, and since when (M1.3). */
@Embeddable
public class RoleAssignment {
  @Enumerated(EnumType.STRING)
  @Column(name = "role")
  private Role role;

  @Column(name = "assigned_at")
  private Instant assignedAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected RoleAssignment() {}

  public RoleAssignment(Role role, Instant assignedAt) {
    this.role = role;
    this.assignedAt = assignedAt;
  }

  public Role role() {
    return role;
  }

  public Instant assignedAt() {
    return assignedAt;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RoleAssignment that
        && role == that.role
        && assignedAt.equals(that.assignedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(role, assignedAt);
  }
}
