/** Checks on a running system, through its public interfaces only. */
@NullMarked
package org.opentws.conformance.blackbox;

import org.jspecify.annotations.NullMarked;
