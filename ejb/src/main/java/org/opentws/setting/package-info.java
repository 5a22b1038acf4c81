/**
 * Clause 5.2.1.1 (M1.2d): what a System Administrator changes while the system runs, within bounds
 * that nobody changes. Whoever needs a value asks for it here at each use.
 */
@NullMarked
package org.opentws.setting;

import org.jspecify.annotations.NullMarked;
