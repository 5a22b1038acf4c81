package org.opentws.access.administration;

import java.time.Instant;
import java.util.List;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;

/**
 * A user as officers see one.
 *
 * @param permissions granted beside those of the roles, for example "audit.read"
 * @param certificates SHA-256 of each control certificate
 */
public record UserView(
    String account,
    String person,
    boolean active,
    List<Role> roles,
    List<String> permissions,
    List<String> certificates,
    List<AuthenticatorView> authenticators,
    Instant createdAt) {
  static UserView of(User user, List<String> certificates, List<AuthenticatorRow> authenticators) {
    return new UserView(
        user.account(),
        user.person(),
        user.isActive(),
        user.roles().stream().sorted().toList(),
        user.granted().stream().sorted().map(Permission::text).toList(),
        certificates,
        authenticators.stream().map(AuthenticatorView::of).toList(),
        user.createdAt());
  }
}
