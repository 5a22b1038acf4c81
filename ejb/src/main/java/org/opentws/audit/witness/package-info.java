/**
 * AA7.1: outside witnesses. After the node has signed a checkpoint it asks them to cosign it (C2SP
 * tlog-witness), so that even whoever rules the audit key cannot show two people two logs. The log
 * never waits for them.
 */
@NullMarked
package org.opentws.audit.witness;

import org.jspecify.annotations.NullMarked;
