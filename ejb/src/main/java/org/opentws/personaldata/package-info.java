/**
 * R2.1, EIDAS-24.2.j: what the system holds about one person, taken out and erased as a whole. It
 * knows all services; none knows it.
 */
@NullMarked
package org.opentws.personaldata;

import org.jspecify.annotations.NullMarked;
