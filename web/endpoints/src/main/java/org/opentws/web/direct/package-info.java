/**
 * The way round the servlets for services that answer very often: the request is taken on the
 * server's IO thread, the answer is given back to it, and no thread waits in between.
 */
@NullMarked
package org.opentws.web.direct;

import org.jspecify.annotations.NullMarked;
