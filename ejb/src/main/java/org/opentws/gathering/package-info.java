/**
 * What many callers hand over, a thread of its own does for many at once: group commit (TS6.1,
 * AA2.1) and signing in the device.
 */
@NullMarked
package org.opentws.gathering;

import org.jspecify.annotations.NullMarked;
