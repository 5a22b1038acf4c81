/** Small immutable values that every service uses. */
@NullMarked
package org.opentws.value;

import org.jspecify.annotations.NullMarked;
