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
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditFunction;
import org.opentws.audit.AuditLog;
import org.opentws.audit.AuditNode;
import org.opentws.audit.Outcome;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.verify.LogVerifier;
import org.opentws.audit.verify.TrustedSigners;
import org.opentws.audit.verify.VerificationReport;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/**
 * The audit log for System Auditors (M1.2f), and for nobody else (AA5.1). Each look is itself
 * recorded, before anything is shown.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AuditReviewService {
  private static final String OBJECT = "audit-log";

  @EJB private AuditFunction function;
  @Inject private AuditLog audit;
  @Inject private AuditDatabase database;
  @Inject private TrustedAuditKeys keys;
  @Inject private CurrentCaller caller;
  @Inject private TrustedTime time;
  @Inject private Event<AlarmRaised> alarms;

  private final AtomicBoolean verifying = new AtomicBoolean();

  /**
   * Searches by time, type, user and outcome (AA4.1). Everything that was recorded before the call
   * is found.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  @RolesAllowed(PermissionName.AUDIT_READ)
  public AuditPage search(AuditQuery query) {
    record(AuditEventType.AUDIT_SEARCHED, Outcome.SUCCESS, described(query));
    function.node().awaitSealed();
    return new AuditSearch(database.search(), query).page();
  }

  /**
   * Verifies the whole log, from its first record to its last, against the audit keys of the key
   * register and the checkpoint that this node keeps outside of the database (AA7.2). A broken log
   * raises an alarm (AA6.1).
   *
   * @throws RequestRefused WRONG_STATE while another verification is running
   */
  @RolesAllowed(PermissionName.AUDIT_VERIFY)
  public AuditVerification verify() {
    if (!verifying.compareAndSet(false, true)) {
      throw new RequestRefused(Refusal.WRONG_STATE, "a verification is running already");
    }
    try {
      VerificationReport report = report();
      record(
          AuditEventType.AUDIT_VERIFIED,
          report.intact() ? Outcome.SUCCESS : Outcome.FAILURE,
          described(report));
      report.first().ifPresent(first -> alarm(first.sentence()));
      return AuditVerification.of(report, time.now());
    } finally {
      verifying.set(false);
    }
  }

  private VerificationReport report() {
    TrustedSigners signers = keys.signers();
    // Before the database is read: what is kept outside must not be newer than what is read.
    Optional<SignedNote> outside = function.node().knownCheckpoint();
    AuditNode node = function.node();
    try (AuditLogReader reader = database.reader()) {
      return new LogVerifier(reader, Optional.of(signers), outside)
          .knowing(node.epoch(), node.epochKey())
          .verify();
    }
  }

  private void record(AuditEventType type, Outcome outcome, Map<String, String> details) {
    audit.recordAndWait(new AuditEvent(type, outcome, caller.get().account(), OBJECT, details));
  }

  private void alarm(String first) {
    alarms.fireAsync(
        new AlarmRaised("audit", "the audit log does not verify: " + first, time.now()));
  }

  private static Map<String, String> described(AuditQuery query) {
    Map<String, String> details = new TreeMap<>();
    query.from().ifPresent(from -> details.put("from", from.toString()));
    query.to().ifPresent(to -> details.put("to", to.toString()));
    query.type().ifPresent(type -> details.put("type", type.name()));
    query.user().ifPresent(user -> details.put("user", user));
    query.outcome().ifPresent(outcome -> details.put("outcome", outcome.name()));
    query.before().ifPresent(before -> details.put("before", Long.toString(before)));
    return details;
  }

  private static Map<String, String> described(VerificationReport report) {
    Map<String, String> details = new TreeMap<>();
    details.put("records", Long.toString(report.size()));
    details.put("covered", Long.toString(report.signedSize()));
    report.first().ifPresent(first -> details.put("firstBad", first.sentence()));
    return details;
  }
}
