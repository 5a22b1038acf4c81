/** The shipped ceremony scripts, held for real against SoftHSM. */
@NullMarked
package org.opentws.tools.ceremony;

import org.jspecify.annotations.NullMarked;
