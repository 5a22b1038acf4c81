/** Group commit (TS6.1, AA2.1): what many callers hand over, one thread makes durable together. */
@NullMarked
package org.opentws.gathering;

import org.jspecify.annotations.NullMarked;
