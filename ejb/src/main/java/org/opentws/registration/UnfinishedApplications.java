package org.opentws.registration;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Certifies what was approved but not finished, because a device was away or a node died. Every
 * node looks; the stored attempt lets only one go on with an application.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.CONTAINER)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@RunAs(RoleName.SYSTEM)
@PermitAll
public class UnfinishedApplications {
  private static final Logger LOG = LoggerFactory.getLogger(UnfinishedApplications.class);
  private static final int BATCH = 20;

  @Inject ThisNode node;
  @Inject ApplicationDecisions decisions;
  @Inject Certification certification;

  /** Every ten seconds, one run at a time. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
  public void finish() {
    if (!node.runs(NodeService.REGISTRATION)) {
      return;
    }
    try {
      decisions.unfinished(BATCH).forEach(this::finish);
    } catch (ServiceUnavailable e) {
      // Whatever is away for one is away for the rest of them.
      LOG.warn("approved applications wait: {} is not available", e.missing());
    }
  }

  private void finish(String id) {
    try {
      if (decisions.beginAttempt(id)) {
        certification.complete(id);
      }
    } catch (RequestRefused e) {
      // Its state and the audit log say so already, or another node was faster.
      LOG.info("application {} was not certified: {}", id, e.refusal());
    }
  }
}
