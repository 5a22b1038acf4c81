/** Clause 5.2.6: where the audit log lasts. Rows are only ever added (AA2.2, AA5.2). */
@NullMarked
package org.opentws.audit.store;

import org.jspecify.annotations.NullMarked;
