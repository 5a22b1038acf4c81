/**
 * Clauses 5.2.1 and 5.2.4: how users and roles come into being, by the installation ceremony once
 * and by dual control ever after. Apart from {@code access}, which every service uses.
 */
@NullMarked
package org.opentws.access.administration;

import org.jspecify.annotations.NullMarked;
