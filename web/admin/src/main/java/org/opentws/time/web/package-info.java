/** Clause 5.2.2.3 for officers: the page of the clock. */
@NullMarked
package org.opentws.time.web;

import org.jspecify.annotations.NullMarked;
