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
import java.time.Duration;
import java.time.Instant;
import org.opentws.access.RoleName;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On every node: sends again what was not decided in time, whichever node or broker lost it
 * (RM1.1).
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StatusChangeRelay {
  private static final Logger LOG = LoggerFactory.getLogger(StatusChangeRelay.class);
  private static final Duration SEND_AGAIN_AFTER = Duration.ofSeconds(2);
  private static final int REQUESTS_A_ROUND = 500;

  @Inject ThisNode node;
  @Inject StatusChangeRequestRepository requests;
  @Inject StatusChangeInbox inbox;
  @Inject StatusMessaging messaging;
  @Inject RevocationManagementConfiguration configuration;
  @Inject TrustedTime trustedTime;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void sendAgain() {
    if (!node.runs(NodeService.REVOCATION_MANAGEMENT)) {
      return;
    }
    Instant now = trustedTime.now();
    try {
      requests
          .takeUnsent(now.minus(SEND_AGAIN_AFTER), now, REQUESTS_A_ROUND)
          .forEach(messaging::send);
    } catch (ServiceUnavailable e) {
      LOG.warn("The inbox cannot be read now: {}", e.getMessage());
    }
  }

  @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
  @PermitAll
  public void raiseAlarms() {
    if (!node.runs(NodeService.REVOCATION_MANAGEMENT)) {
      return;
    }
    try {
      Instant now = trustedTime.now();
      inbox.alarmOverdue(
          now.minus(configuration.alarmAfter()), now.minus(configuration.decisionAlarmAfter()));
    } catch (ServiceUnavailable e) {
      LOG.warn("The inbox cannot be read now: {}", e.getMessage());
    }
  }
}
