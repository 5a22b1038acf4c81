package org.opentws.access.administration;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;

/**
 * A user as officers see one.
 *
 * @param permissions granted beside those of the roles, for example "audit.read"
 * @param machine it is the system of a registration authority, no person
 * @param profiles under which a machine submits applications
 * @param cas ids of the CAs that the account works for; empty for every CA
 * @param registrationAuthorities that it works for; empty for every one
 * @param certificates SHA-256 of each control certificate
 */
public record UserView(
    String account,
    String person,
    boolean active,
    boolean machine,
    List<String> profiles,
    List<Role> roles,
    List<String> permissions,
    Optional<List<String>> cas,
    Optional<List<String>> registrationAuthorities,
    List<String> certificates,
    List<AuthenticatorView> authenticators,
    Instant createdAt) {
  static UserView of(User user, List<String> certificates, List<AuthenticatorRow> authenticators) {
    return new UserView(
        user.account(),
        user.person(),
        user.isActive(),
        user.isMachine(),
        sorted(user.profiles()),
        user.roles().stream().sorted().toList(),
        user.granted().stream().sorted().map(Permission::text).toList(),
        user.scope().cas().map(UserView::sorted),
        user.scope().registrationAuthorities().map(UserView::sorted),
        certificates,
        authenticators.stream().map(AuthenticatorView::of).toList(),
        user.createdAt());
  }

  /** The CAs in one line; empty for every CA. */
  public String casLine() {
    return String.join(", ", cas.orElse(List.of()));
  }

  /** The registration authorities in one line; empty for every one. */
  public String authoritiesLine() {
    return String.join(", ", registrationAuthorities.orElse(List.of()));
  }

  private static List<String> sorted(Set<String> names) {
    return names.stream().sorted().toList();
  }
}
