package org.opentws.authentication;

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
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the sealing key after the installation; tries again while the device does not answer. */
@Singleton
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SealingKeyTimer {
  private static final Logger LOG = LoggerFactory.getLogger(SealingKeyTimer.class);

  @Inject ThisNode node;
  @Inject SealingKey key;
  @Inject SealReadiness readiness;

  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  public void look() {
    if (readiness.isSeen()) {
      return;
    }
    if (!node.runs(NodeService.ADMINISTRATION)) {
      // Nobody logs in here.
      readiness.seen();
      return;
    }
    try {
      if (!key.isThere()) {
        key.makeOnce();
      }
      if (key.isThere()) {
        readiness.seen();
      }
    } catch (RuntimeException e) {
      LOG.warn("the sealing key cannot be made yet: {}", e.toString());
    }
  }
}
