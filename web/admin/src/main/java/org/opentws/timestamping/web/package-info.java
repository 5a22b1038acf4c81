/** Clause 5.5.1 for officers: the archive of tokens and the units. */
@NullMarked
package org.opentws.timestamping.web;

import org.jspecify.annotations.NullMarked;
