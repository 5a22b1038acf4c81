/** Clause 5.2.6, AA1-AA8: the tamper-evident audit log and alarms. */
@NullMarked
package org.opentws.audit;

import org.jspecify.annotations.NullMarked;
