/** Users, roles and their assignment (M1, SA1). */
@NullMarked
package org.opentws.access.store;

import org.jspecify.annotations.NullMarked;
