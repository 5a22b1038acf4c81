/** Reads and verifies a termination package without any system (EIDAS-24.2.h). */
@NullMarked
package org.opentws.tools.termination;

import org.jspecify.annotations.NullMarked;
