/** Clause 5.3.6, RS1-RS3: the Certificate Status Database, OCSP, the current CRL. */
@NullMarked
package org.opentws.revocationstatus;

import org.jspecify.annotations.NullMarked;
