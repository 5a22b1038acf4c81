package org.opentws.audit.review;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.audit.review.AuditVerificationService.Extent;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log is verified also when nobody asks (AA6.1): what is new every ten minutes, everything each
 * night. Every node with officers does it for itself: it compares with the checkpoint that it
 * keeps. Others may not read all of it.
 */
@Singleton
@RunAs(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class VerificationTimer {
  private static final Logger LOG = LoggerFactory.getLogger(VerificationTimer.class);

  @EJB private AuditVerificationService verification;
  @Inject private ThisNode node;

  @PermitAll
  @Schedule(hour = "*", minute = "5/10", persistent = false)
  public void verifyNew() {
    verify(Extent.INCREMENTAL);
  }

  @PermitAll
  @Schedule(hour = "2", minute = "30", persistent = false)
  public void verifyAll() {
    verify(Extent.COMPLETE);
  }

  private void verify(Extent extent) {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    try {
      verification.verify(extent);
    } catch (RequestRefused | ServiceUnavailable | AuditStoreFailed e) {
      LOG.warn("The audit log was not verified ({}): {}", extent, e.getMessage());
    }
  }
}
