/** Stands before the REST interface: size limit, caching rule, Idempotency-Key (docs/rest.md). */
@NullMarked
package org.opentws.idempotency.web;

import org.jspecify.annotations.NullMarked;
