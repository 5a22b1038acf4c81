/** Clause 5.5.1, TS1-TS6: time-stamp tokens. Stands alone: knows no other service (4.4). */
@NullMarked
package org.opentws.timestamping;

import org.jspecify.annotations.NullMarked;
