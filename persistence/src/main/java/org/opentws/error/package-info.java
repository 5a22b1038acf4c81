/** How a service says no: refusals (the caller's fault) and unavailability (ours, for now). */
@NullMarked
package org.opentws.error;

import org.jspecify.annotations.NullMarked;
