/** CG1.5: certificate profiles as documents, and how they decide every field of a certificate. */
@NullMarked
package org.opentws.certificategeneration.profile;

import org.jspecify.annotations.NullMarked;
