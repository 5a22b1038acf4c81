package org.opentws.audit.review;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opentws.access.RoleName;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditFunction;
import org.opentws.audit.AuditNode;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.Outcome;
import org.opentws.audit.Witness;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.verify.LogVerifier;
import org.opentws.audit.verify.VerificationReport;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/**
 * Verifies the audit log (AA7.2), on demand and at a rhythm. A broken log raises an alarm (AA6.1).
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditVerificationService {
  /** How much of the log is read. */
  public enum Extent {
    /** From the first record. */
    COMPLETE,
    /** From the checkpoint up to which this node found it right before; without one, complete. */
    INCREMENTAL
  }

  @EJB private AuditFunction function;
  @Inject private AuditDatabase database;
  @Inject private TrustedAuditKeys keys;
  @Inject private AuditParameters parameters;
  @Inject private LookJournal journal;
  @Inject private TrustedTime time;
  @Inject private Event<AlarmRaised> alarms;

  private final AtomicBoolean verifying = new AtomicBoolean();

  /**
   * Verifies against the audit keys of the key register and the checkpoint that this node keeps
   * outside of the database.
   *
   * @throws RequestRefused WRONG_STATE while another verification is running
   */
  @RolesAllowed({PermissionName.AUDIT_VERIFY, RoleName.SYSTEM})
  public AuditVerification verify(Extent extent) {
    if (!verifying.compareAndSet(false, true)) {
      throw new RequestRefused(Refusal.WRONG_STATE, "a verification is running already");
    }
    try {
      // Before the database is read: what is kept outside must not be newer than what is read.
      Optional<SignedNote> outside = function.node().knownCheckpoint();
      VerificationReport report = report(extent, outside);
      journal.recorded(
          AuditEventType.AUDIT_VERIFIED,
          report.intact() ? Outcome.SUCCESS : Outcome.FAILURE,
          described(extent, report));
      if (report.intact()) {
        outside
            .filter(note -> Checkpoint.parse(note.text()).size() <= report.signedSize())
            .ifPresent(note -> function.node().verified(note));
      }
      report.first().ifPresent(first -> alarm(first.sentence()));
      return AuditVerification.of(report, time.now());
    } finally {
      verifying.set(false);
    }
  }

  private VerificationReport report(Extent extent, Optional<SignedNote> outside) {
    Optional<SignedNote> since =
        extent == Extent.INCREMENTAL ? function.node().verifiedCheckpoint() : Optional.empty();
    try (AuditLogReader reader = database.reader()) {
      AuditNode node = function.node();
      LogVerifier verifier =
          new LogVerifier(reader, Optional.of(keys.signers()), outside)
              .knowing(node.epoch(), node.epochKey())
              .witnessedBy(Witness.keys(parameters.value(AuditParameter.WITNESSES)));
      return since.map(verifier::verifySince).orElseGet(verifier::verify);
    }
  }

  private void alarm(String first) {
    alarms.fireAsync(
        new AlarmRaised(
            AlarmKind.AUDIT_LOG_BROKEN,
            "audit-log",
            "the audit log does not verify: " + first,
            time.now()));
  }

  private static Map<String, String> described(Extent extent, VerificationReport report) {
    Map<String, String> details = new TreeMap<>();
    details.put("action", extent.name());
    details.put("records", Long.toString(report.size()));
    details.put("covered", Long.toString(report.signedSize()));
    report.first().ifPresent(first -> details.put("firstBad", first.sentence()));
    return details;
  }
}
