package org.opentws.access;

import java.util.Set;
import org.opentws.access.store.Role;

/**
 * Who is calling (IA1.1).
 *
 * @param account the account's id, as written in the audit log, for example "security-officer-1";
 *     "anonymous" when nobody is logged in, "system" in message consumers and timers
 * @param person the natural person behind the account: two accounts of one person count as one
 * @param roles the roles in force at this request
 */
public record Caller(String account, String person, Set<Role> roles) {
  public Caller {
    roles = Set.copyOf(roles);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  public boolean isAnonymous() {
    return account.equals("anonymous");
  }
}
