/** Clause 5.2.2: whether the database serves this node. */
@NullMarked
package org.opentws.health.store;

import org.jspecify.annotations.NullMarked;
