package org.opentws.access.administration;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.Role;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** One role of one account. */
record RoleChange(String account, Role role) {
  static final String ACCOUNT = "account";
  static final String ROLE = "role";

  static RoleChange parse(Map<String, String> parameters) {
    if (!parameters.keySet().equals(Set.of(ACCOUNT, ROLE))) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "parameters: account, role");
    }
    return new RoleChange(
        parameters.getOrDefault(ACCOUNT, ""), role(parameters.getOrDefault(ROLE, "")));
  }

  private static Role role(String name) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new RequestRefused(Refusal.MALFORMED_REQUEST, "unknown role"));
  }
}
