package org.opentws.dualcontrol;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes an approved operation exactly once:
 *
 * <ol>
 *   <li>a crash before the claim is committed leaves it APPROVED: the timer of any node takes it;
 *   <li>a crash after the claim leaves it EXECUTING. Its effect was in the transaction that died
 *       with the node, so it is undone, but a device takes no part in transactions: therefore it is
 *       never tried again, and the timer marks it FAILED, "interrupted";
 *   <li>a crash after the effect's commit leaves it EXECUTED with its result.
 * </ol>
 */
@Stateless
@RunAs(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OperationExecution {
  private static final Logger LOG = LoggerFactory.getLogger(OperationExecution.class);

  @Inject OperationSteps steps;
  @Inject Randomness randomness;

  /** Returns when the operation is EXECUTED or FAILED, or was taken by another node. */
  @PermitAll
  public void run(String id) {
    if (!steps.claim(id)) {
      return;
    }
    try {
      steps.perform(id);
    } catch (RequestRefused e) {
      steps.fail(id, e.refusal() + ": " + e.detail());
    } catch (ServiceUnavailable e) {
      LOG.warn("operation {} failed: {} unavailable", id, e.missing(), e);
      steps.fail(id, "unavailable: " + e.missing());
    } catch (RuntimeException e) {
      String incident = randomness.identifier();
      LOG.error("operation {} failed, incident {}", id, incident, e);
      steps.fail(id, "internal error, incident " + incident);
    }
  }
}
