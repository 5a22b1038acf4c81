/** Clause 5.2.2 (SO2): whether this node can serve, for operators and load balancers. */
@NullMarked
package org.opentws.health;

import org.jspecify.annotations.NullMarked;
