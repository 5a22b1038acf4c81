/** AA1.1d: operations of two persons on the audit function. */
@NullMarked
package org.opentws.audit.administration;

import org.jspecify.annotations.NullMarked;
