/**
 * AA7.1: the formats of the audit log, as docs/audit-log-format.md publishes them: records, tree,
 * tiles, checkpoints. Nothing here does input or output; the writer and the verifier share it.
 */
@NullMarked
package org.opentws.audit.format;

import org.jspecify.annotations.NullMarked;
