/** A repeated REST write gets the first answer (docs/rest.md). */
@NullMarked
package org.opentws.idempotency;

import org.jspecify.annotations.NullMarked;
