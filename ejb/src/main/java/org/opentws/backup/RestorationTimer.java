package org.opentws.backup;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once after the start, again while the log cannot be written. */
@Startup
@Singleton
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RestorationTimer {
  private static final Logger LOG = LoggerFactory.getLogger(RestorationTimer.class);

  @EJB RestorationRecording recording;
  @Inject ThisNode node;

  /** Nobody restores while a node runs: one look is enough. */
  private volatile boolean looked;

  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  public void look() {
    if (looked || !node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    try {
      recording.record();
      looked = true;
    } catch (RuntimeException e) {
      LOG.warn("whether the database was restored cannot be recorded yet: {}", e.toString());
    }
  }
}
