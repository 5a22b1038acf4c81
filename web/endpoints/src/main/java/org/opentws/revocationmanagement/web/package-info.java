/** Clause 5.3.5 over REST: certificate status change requests by officers (RM1). */
@NullMarked
package org.opentws.revocationmanagement.web;

import org.jspecify.annotations.NullMarked;
