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
import java.time.temporal.ChronoUnit;
import org.eclipse.microprofile.config.Config;
import org.opentws.access.RoleName;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.revocationstatus.ChangeSealing;
import org.opentws.revocationstatus.KnownChanges;
import org.opentws.revocationstatus.StatusNode;
import org.opentws.revocationstatus.store.Heartbeat;
import org.opentws.revocationstatus.store.HeartbeatRepository;
import org.opentws.revocationstatus.store.SealedHeartbeat;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells all status nodes every second, under seal, that revocation management is alive and how far
 * its log has come (RM2.3).
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusHeartbeat {
  private static final Logger LOG = LoggerFactory.getLogger(StatusHeartbeat.class);

  @Inject ThisNode node;
  @Inject KnownChanges known;
  @Inject ChangeSealing sealing;
  @Inject HeartbeatRepository repository;
  @Inject TrustedTime trustedTime;

  @Inject Config config;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void beat() {
    if (!node.runs(NodeService.REVOCATION_MANAGEMENT) || !known.isComplete()) {
      return;
    }
    try {
      Heartbeat heartbeat =
          new Heartbeat(
              StatusNode.from(config).name(),
              trustedTime.now().truncatedTo(ChronoUnit.MILLIS),
              known.chain());
      repository.write(new SealedHeartbeat(heartbeat, sealing.seal(heartbeat.text())));
    } catch (ServiceUnavailable e) {
      LOG.debug("No heartbeat now: {}", e.getMessage());
    }
  }
}
