/** KM1.5, R1.3, TS1.2: which algorithms may be used for what, and until when (ETSI TS 119 312). */
@NullMarked
package org.opentws.keymanagement.catalogue;

import org.jspecify.annotations.NullMarked;
