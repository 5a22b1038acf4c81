/** The inbox of certificate status change requests (RM1). */
@NullMarked
package org.opentws.revocationmanagement.store;

import org.jspecify.annotations.NullMarked;
