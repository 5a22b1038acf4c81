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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On every node, every second: makes the CRLs that are due. So a revocation is on its CRL a second
 * or two after its effect and never waits for it.
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CrlSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(CrlSchedule.class);
  private static final List<KeyPurpose> CA_PURPOSES =
      List.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING);

  /** RM2.2a allows 24 hours: the alarm leaves time to act. */
  private static final Duration ALARM_AGE = Duration.ofHours(20);

  @Inject ThisNode node;
  @Inject KeyRegister keyRegister;
  @Inject CrlGenerationService generation;
  @Inject PartitionedCrlService partitioned;
  @Inject CurrentCrlService currentCrls;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  /** CAs whose missing CRL this node has reported. */
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void makeDueCrls() {
    if (!node.runs(NodeService.REVOCATION_MANAGEMENT)) {
      return;
    }
    try {
      for (KeyPurpose purpose : CA_PURPOSES) {
        keyRegister.ofPurpose(purpose).stream()
            .filter(key -> key.state() == KeyState.ACTIVE && key.certificate().isPresent())
            .map(RegisteredKey::owner)
            .distinct()
            .forEach(ca -> makeDueCrl(purpose, ca));
      }
    } catch (ServiceUnavailable e) {
      LOG.warn("CRLs cannot be made now: {}", e.getMessage());
    }
  }

  private void makeDueCrl(KeyPurpose purpose, String ca) {
    try {
      if (generation.generateIfDue(purpose, ca)) {
        LOG.info("New CRL of {}", ca);
        alarmed.remove(ca);
      }
      int parts = partitioned.generateDue(purpose, ca);
      if (parts > 0) {
        LOG.info("New CRLs of {} partitions of {}", parts, ca);
      }
    } catch (ServiceUnavailable | RequestRefused e) {
      LOG.warn("The CRL of {} cannot be made now: {}", ca, e.getMessage());
      alarmIfOld(ca);
    } catch (StatusNotTrusted e) {
      LOG.error("No CRL of {} is made: {}", ca, e.getMessage());
      alarm(ca, String.valueOf(e.getMessage()));
    }
  }

  private void alarmIfOld(String ca) {
    Instant limit = trustedTime.now().minus(ALARM_AGE);
    boolean old =
        currentCrls.current(ca).filter(crl -> crl.thisUpdate().isBefore(limit)).isPresent();
    if (old) {
      alarm(ca, "no new CRL for too long");
    }
  }

  private void alarm(String ca, String reason) {
    if (!alarmed.contains(ca)) {
      auditLog.recordAndWait(
          AuditEvent.alarm(
              AlarmKind.CRL_LATE, "revocationmanagement", "crl:" + ca, Map.of("reason", reason)));
      alarmed.add(ca);
    }
  }
}
