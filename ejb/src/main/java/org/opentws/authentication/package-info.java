/** Clause 5.2.3, IA1-IA4: two-factor login, sessions, lock-out (docs/authentication.md). */
@NullMarked
package org.opentws.authentication;

import org.jspecify.annotations.NullMarked;
