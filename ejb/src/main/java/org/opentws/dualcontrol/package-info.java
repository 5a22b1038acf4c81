/**
 * Dual control (KM1.3, KM3.2, KM6.6, CG3.1, RM1.4, AR3.1, BK3.2): the two-person mechanism, once.
 */
@NullMarked
package org.opentws.dualcontrol;

import org.jspecify.annotations.NullMarked;
