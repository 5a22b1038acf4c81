/**
 * Tests inside of the server, on the real application: what cannot be seen from outside. Run by
 * {@code ./tws test incontainer}.
 */
@NullMarked
package org.opentws.conformance.incontainer;

import org.jspecify.annotations.NullMarked;
