/** KM1.1: the resource adapter: connection factories, pooled by the container. */
@NullMarked
package org.opentws.hsm.adapter;

import org.jspecify.annotations.NullMarked;
