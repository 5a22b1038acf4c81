/** Clause 5.2.2.3: time synchronised with UTC. The only package that reads a clock. */
@NullMarked
package org.opentws.time;

import org.jspecify.annotations.NullMarked;
