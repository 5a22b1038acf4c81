/** Checks of the requirements of CEN/TS 419261 against a running system, and the report of them. */
@NullMarked
package org.opentws.conformance;

import org.jspecify.annotations.NullMarked;
