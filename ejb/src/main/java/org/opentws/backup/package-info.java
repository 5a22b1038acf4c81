/**
 * 5.2.8: backup of everything that the database holds, and the order of two persons to restore one.
 */
@NullMarked
package org.opentws.backup;

import org.jspecify.annotations.NullMarked;
