/**
 * EIDAS-24.2.h: what must be kept after the provider stops, in one package that proves itself
 * without this system. It knows all services; none knows it.
 */
@NullMarked
package org.opentws.termination;

import org.jspecify.annotations.NullMarked;
