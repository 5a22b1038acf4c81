package org.opentws.audit;

import jakarta.annotation.Resource;
import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditRecordRepository;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.error.ServiceUnavailable;

/** The audit log as services use it, over this node's audit function. */
@ApplicationScoped
public class TamperEvidentAuditLog implements AuditLog {
  @EJB private AuditFunction function;
  @Inject private AuditRecordRepository records;
  @Resource private TransactionSynchronizationRegistry transactions;

  /** Kept after the first use: the hot path makes no call through the container. */
  private volatile @Nullable AuditNode node;

  private AuditNode node() {
    AuditNode running = node;
    if (running == null) {
      running = function.node();
      node = running;
    }
    return running;
  }

  @Override
  public void record(AuditEvent event) {
    if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
      throw new IllegalStateException("an audit record of a business change needs its transaction");
    }
    AuditRecord row = node().businessRecord(event);
    long transaction;
    try {
      transaction = records.insert(row);
    } catch (AuditStoreFailed e) {
      transactions.setRollbackOnly();
      node().notWritten(row);
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.AUDIT, "audit: the record cannot be written", e);
    }
    // The transaction cannot end before this thread lets it, so nothing is missed in between.
    node().written(row, transaction);
    try {
      transactions.registerInterposedSynchronization(new EndOfTransaction(node(), row));
    } catch (IllegalStateException e) {
      // The container has ended it meanwhile, by its timeout for example: the database knows how.
      node().ended(row, false);
      throw e;
    }
  }

  @Override
  public void recordAndWait(AuditEvent event) {
    node().recordAndWait(event);
  }

  @Override
  public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
    node().recordAsync(event, completion);
  }

  /** Tells how the transaction of a business record ended. */
  private record EndOfTransaction(AuditNode node, AuditRecord row) implements Synchronization {
    @Override
    public void beforeCompletion() {
      // Nothing to add: the record is written already.
    }

    @Override
    public void afterCompletion(int status) {
      node.ended(row, status == Status.STATUS_COMMITTED);
    }
  }
}
