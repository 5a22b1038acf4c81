/** Dual-control operations and their states. */
@NullMarked
package org.opentws.dualcontrol.store;

import org.jspecify.annotations.NullMarked;
