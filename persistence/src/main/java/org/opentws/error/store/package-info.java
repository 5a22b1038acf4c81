/** What a database failure means to a caller; beside the database because it knows SQL states. */
@NullMarked
package org.opentws.error.store;

import org.jspecify.annotations.NullMarked;
