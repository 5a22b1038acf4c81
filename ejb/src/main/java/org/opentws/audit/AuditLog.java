package org.opentws.audit;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.error.ServiceUnavailable;

/**
 * The audit log as every other service sees it. If a record cannot be written, the operation must
 * not succeed (AA2.3): each method fails with {@link ServiceUnavailable} (AUDIT) in that case.
 */
public interface AuditLog {
  /**
   * Writes the record in the caller's transaction: business change and record commit together or
   * not at all. Needs an active transaction.
   */
  void record(AuditEvent event);

  /**
   * Writes the record on its own, durable when this returns, whatever becomes of the caller's
   * transaction. For refusals, logins and other events without a business change.
   */
  void recordAndWait(AuditEvent event);

  /**
   * For high-rate services (RS3.1, TS6.1): group commit, no thread waits. The completion is called
   * exactly once, with null when the record is durable or with the failure, in which case the
   * answer must not leave. It runs on the log's thread and must not block.
   */
  void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion);
}
