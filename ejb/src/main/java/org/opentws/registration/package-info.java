/** Clause 5.3.2, R1-R3: certificate applications, from submission to the certificate. */
@NullMarked
package org.opentws.registration;

import org.jspecify.annotations.NullMarked;
