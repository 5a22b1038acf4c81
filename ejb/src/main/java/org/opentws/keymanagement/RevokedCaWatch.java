package org.opentws.keymanagement;

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
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for CAs that sign although the offline CA above them has revoked them (KM4.3). */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RevokedCaWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RevokedCaWatch.class);

  @Inject ThisNode node;
  @Inject Event<AlarmRaised> alarms;
  @Inject TrustedTime time;
  @EJB RevokedCaStop stop;

  /** On nodes that use keys of CAs. */
  @Schedule(hour = "*", minute = "*", second = "3/10", persistent = false)
  @PermitAll
  public void look() {
    if (!node.runs(NodeService.CERTIFICATE_GENERATION)
        && !node.runs(NodeService.REVOCATION_MANAGEMENT)) {
      return;
    }
    try {
      stop.stopRevoked().forEach(this::alarm);
    } catch (RuntimeException e) {
      // Another node may have stopped it at the same time; it is looked for again in ten seconds.
      LOG.warn("Revoked CAs cannot be looked for now: {}", e.toString());
    }
  }

  private void alarm(String keyId) {
    alarms.fireAsync(
        new AlarmRaised(
            AlarmKind.KEY_MISUSE,
            "key:" + keyId,
            "the offline CA above has revoked the certificate of this CA: its key signs no more",
            time.now()));
  }
}
