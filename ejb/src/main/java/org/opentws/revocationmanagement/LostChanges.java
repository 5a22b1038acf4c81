package org.opentws.revocationmanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.revocationstatus.StatusRestoration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On every node that manages revocation: brings back status changes that the database has lost, a
 * few seconds after it is there again (RM1.3).
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LostChanges {
  private static final Logger LOG = LoggerFactory.getLogger(LostChanges.class);

  @Inject ThisNode node;
  @Inject StatusRestoration restoration;

  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  @PermitAll
  public void bringBack() {
    try {
      if (node.runs(NodeService.REVOCATION_MANAGEMENT) && restoration.isNeeded()) {
        LOG.warn("{} lost status changes brought back", restoration.restore());
      }
    } catch (ServiceUnavailable | StatusNotTrusted | RequestRefused e) {
      LOG.error("Lost status changes cannot be brought back: {}", e.getMessage());
    }
  }
}
