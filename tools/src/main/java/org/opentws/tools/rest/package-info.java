/** Calls of a server, as its callers make them: both factors, two persons. */
@NullMarked
package org.opentws.tools.rest;

import org.jspecify.annotations.NullMarked;
