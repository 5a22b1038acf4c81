/** AA7.2 from the command line: verifies the audit log and exports it. */
@NullMarked
package org.opentws.tools.audit;

import org.jspecify.annotations.NullMarked;
