/** Clause 5.2.5, KM1-KM7: the life of every key, and the one door to its use. */
@NullMarked
package org.opentws.keymanagement;

import org.jspecify.annotations.NullMarked;
