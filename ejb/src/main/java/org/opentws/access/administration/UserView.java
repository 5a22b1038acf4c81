package org.opentws.access.administration;

import java.time.Instant;
import java.util.List;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;

/** A user as officers see one. */
public record UserView(
    String account, String person, boolean active, List<Role> roles, Instant createdAt) {
  static UserView of(User user) {
    return new UserView(
        user.account(),
        user.person(),
        user.isActive(),
        user.roles().stream().sorted().toList(),
        user.createdAt());
  }
}
