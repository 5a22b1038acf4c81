package org.opentws.dualcontrol;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.opentws.access.RoleName;
import org.opentws.dualcontrol.store.DualControlRepository;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes up what a dead node left and ends what nobody approved. It may run on every node at once:
 * each step claims its row.
 */
@Singleton
@RunAs(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OperationTimer {
  private static final Logger LOG = LoggerFactory.getLogger(OperationTimer.class);

  /** The approving request executes at once; after this time it will not come any more. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject ThisNode node;
  @Inject DualControlRepository operations;
  @Inject OperationDecisions decisions;
  @Inject OperationExecution execution;
  @Inject OperationSteps steps;
  @Inject TrustedTime time;

  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/15", persistent = false)
  public void tidy() {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    Instant now = time.now();
    each(operations.overdue(now), decisions::expire);
    each(operations.waiting(now.minus(PATIENCE)), execution::run);
    steps.failInterrupted(now.minus(PATIENCE));
  }

  /** One that fails (decided by somebody a moment ago, say) must not keep the others waiting. */
  private static void each(List<String> ids, Consumer<String> step) {
    for (String id : ids) {
      try {
        step.accept(id);
      } catch (RuntimeException e) {
        LOG.warn("operation {} is left for the next round", id, e);
      }
    }
  }
}
