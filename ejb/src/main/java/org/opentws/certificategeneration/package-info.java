/** Clause 5.3.3, CG1-CG4: certificate profiles, the linter, generation. */
@NullMarked
package org.opentws.certificategeneration;

import org.jspecify.annotations.NullMarked;
