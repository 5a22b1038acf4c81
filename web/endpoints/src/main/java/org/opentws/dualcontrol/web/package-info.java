/** Dual-control operations by REST. */
@NullMarked
package org.opentws.dualcontrol.web;

import org.jspecify.annotations.NullMarked;
