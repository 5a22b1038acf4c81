/** Clause 5.3.6 over HTTP: OCSP (RFC 6960, RFC 5019) and the current CRL. */
@NullMarked
package org.opentws.revocationstatus.web;

import org.jspecify.annotations.NullMarked;
