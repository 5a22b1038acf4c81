/** AA7.2: verifies the integrity of the audit log, from the database or from an export. */
@NullMarked
package org.opentws.audit.verify;

import org.jspecify.annotations.NullMarked;
