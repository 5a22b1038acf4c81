/** The archive of time-stamp tokens (TS6.1). */
@NullMarked
package org.opentws.timestamping.store;

import org.jspecify.annotations.NullMarked;
