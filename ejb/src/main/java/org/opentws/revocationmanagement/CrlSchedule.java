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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
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

  /** Then it is looked again whether another CA's certificate was revoked meanwhile. */
  private static final int AT_ONCE_MAX = 100;

  /** RM2.2a allows 24 hours: the alarm leaves time to act. */
  private static final Duration ALARM_AGE = Duration.ofHours(20);

  @Inject ThisNode node;
  @Inject DueCas due;
  @Inject CrlGenerationService generation;
  @Inject PartitionedCrlService partitioned;
  @Inject CurrentCrlService currentCrls;
  @Inject AuditLog auditLog;
  @Inject TrustedTime trustedTime;

  /** CAs whose CRL could not be made, in this order. */
  private final Set<String> failed = new LinkedHashSet<>();

  /** CAs whose missing CRL this node has reported. */
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void makeDueCrls() {
    if (!node.runs(NodeService.REVOCATION_MANAGEMENT)) {
      return;
    }
    try {
      inTurn(due.look()).limit(AT_ONCE_MAX).forEach(this::makeDueCrl);
      due.parted().forEach(this::makeDuePartitions);
    } catch (ServiceUnavailable e) {
      LOG.warn("CRLs cannot be made now: {}", e.getMessage());
    }
  }

  /** Those that failed come last, so that they keep no other waiting; of them the latest last. */
  private Stream<String> inTurn(List<String> cas) {
    failed.retainAll(cas);
    return Stream.concat(
        cas.stream().filter(ca -> !failed.contains(ca)), List.copyOf(failed).stream());
  }

  private void makeDueCrl(String ca) {
    attempt(
        ca,
        () -> {
          if (generation.generateIfDue(due.purpose(ca), ca)) {
            LOG.info("New CRL of {}", ca);
            alarmed.remove(ca);
          }
        });
  }

  private void makeDuePartitions(String ca) {
    attempt(
        ca,
        () -> {
          int made = partitioned.generateDue(due.purpose(ca), ca);
          if (made > 0) {
            LOG.info("New CRLs of {} partitions of {}", made, ca);
          }
        });
  }

  private void attempt(String ca, Runnable making) {
    failed.remove(ca);
    try {
      making.run();
    } catch (ServiceUnavailable | RequestRefused e) {
      LOG.warn("The CRL of {} cannot be made now: {}", ca, e.getMessage());
      failed.add(ca);
      alarmIfOld(ca);
    } catch (StatusNotTrusted e) {
      LOG.error("No CRL of {} is made: {}", ca, e.getMessage());
      failed.add(ca);
      alarm(ca, String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // Whatever is wrong with one CA keeps no other waiting.
      LOG.error("The CRL of {} cannot be made, and nobody foresaw why", ca, e);
      failed.add(ca);
      alarmIfOld(ca);
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
