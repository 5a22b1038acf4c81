/**
 * The two things that tests put into the services' own archive: a clock that can be set ahead, and
 * an operation that does what a test says.
 */
@NullMarked
package org.opentws.conformance.incontainer.inside;

import org.jspecify.annotations.NullMarked;
