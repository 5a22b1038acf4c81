package org.opentws.access.store;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One permission that an account holds beside those of its roles, and since when (AA5.1). */
@Embeddable
public class PermissionGrant {
  @Column(name = "permission")
  private String permission;

  @Column(name = "granted_at")
  private Instant grantedAt;

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected PermissionGrant() {}

  public PermissionGrant(Permission permission, Instant grantedAt) {
    this.permission = permission.text();
    this.grantedAt = grantedAt;
  }

  /** Empty if this version of the system does not know the permission: then it allows nothing. */
  public Optional<Permission> permission() {
    return Permission.named(permission);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PermissionGrant that
        && permission.equals(that.permission)
        && grantedAt.equals(that.grantedAt);
  }

  @Override
  public int hashCode() {
    return Objects.hash(permission, grantedAt);
  }
}
