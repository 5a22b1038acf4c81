/** Tests of the algorithm catalogue. */
@NullMarked
package org.opentws.keymanagement.catalogue;

import org.jspecify.annotations.NullMarked;
