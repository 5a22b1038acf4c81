/** The one mapping of refusals and failures to each HTTP protocol's own words. */
@NullMarked
package org.opentws.error.web;

import org.jspecify.annotations.NullMarked;
