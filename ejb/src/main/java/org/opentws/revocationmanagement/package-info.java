/**
 * Clause 5.3.5, RM1-RM3: certificate status change requests, suspension and revocation, periodical
 * messages (CRLs).
 */
@NullMarked
package org.opentws.revocationmanagement;

import org.jspecify.annotations.NullMarked;
