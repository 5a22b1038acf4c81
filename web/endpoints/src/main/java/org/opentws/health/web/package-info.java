/** Clause 5.2.2 (SO2): health for operators, load balancers and the launcher. */
@NullMarked
package org.opentws.health.web;

import org.jspecify.annotations.NullMarked;
