/** The first answers to REST writes. */
@NullMarked
package org.opentws.idempotency.store;

import org.jspecify.annotations.NullMarked;
