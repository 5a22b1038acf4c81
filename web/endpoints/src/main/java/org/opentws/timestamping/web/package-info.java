/** Time-stamping over HTTP (RFC 3161, 3.4). */
@NullMarked
package org.opentws.timestamping.web;

import org.jspecify.annotations.NullMarked;
