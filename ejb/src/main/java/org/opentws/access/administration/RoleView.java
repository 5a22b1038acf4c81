package org.opentws.access.administration;

import java.util.List;
import org.opentws.access.store.Role;

/**
 * One of the six roles.
 *
 * @param holders how many accounts hold it
 * @param accounts the first of them, by name
 * @param excludes roles that the same person must not hold (M1.4)
 */
public record RoleView(Role role, long holders, List<String> accounts, List<Role> excludes) {}
