package org.opentws.access.administration;

import java.util.List;
import org.opentws.access.store.Role;

/**
 * One of the six roles.
 *
 * @param accounts who holds it
 * @param excludes roles that the same person must not hold (M1.4)
 */
public record RoleView(Role role, List<String> accounts, List<Role> excludes) {}
