package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;
import org.opentws.value.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** RS3.1: question and answer are durable in the audit log before the answer leaves. */
@ApplicationScoped
public class OcspJournal {
  private static final Logger LOG = LoggerFactory.getLogger(OcspJournal.class);

  @Inject AuditLog auditLog;
  @Inject StatusAlarms alarms;
  @Inject Randomness randomness;

  /** Records the answer; then it leaves, or tryLater if it could not be recorded. */
  void leave(OcspCall call, OcspDraft draft, Consumer<OcspAnswer> completion) {
    Map<String, String> details = new HashMap<>(draft.said());
    details.put("requester", call.requester());
    details.put("requestSha256", Sha256.hex(call.request()));
    details.computeIfAbsent("responseSha256", key -> Sha256.hex(draft.answer().response()));
    AuditEvent event =
        new AuditEvent(
            AuditEventType.OCSP_ANSWERED, draft.outcome(), "ocsp", draft.object(), details);
    try {
      auditLog.recordAsync(
          event,
          failure -> completion.accept(failure == null ? draft.answer() : OcspAnswer.tryLater()));
    } catch (ServiceUnavailable e) {
      LOG.warn("OCSP answer withheld, no audit record: {}", e.getMessage());
      completion.accept(OcspAnswer.tryLater());
    }
  }

  /** Each failure has its OCSP answer; what is nobody's fault but ours gets an id for the log. */
  OcspDraft failed(RuntimeException why) {
    if (why instanceof RequestRefused refused) {
      return OcspDraft.failed(OcspFailure.MALFORMED_REQUEST, Outcome.REFUSED, refused.detail());
    }
    if (why instanceof ServiceUnavailable unavailable) {
      return OcspDraft.failed(OcspFailure.TRY_LATER, Outcome.FAILURE, unavailable.missing().name());
    }
    if (why instanceof StatusNotTrusted) {
      alarms.raise(
          AlarmKind.STATUS_NOT_TRUSTED,
          "certificate-status-database",
          String.valueOf(why.getMessage()));
      return OcspDraft.failed(OcspFailure.INTERNAL_ERROR, Outcome.FAILURE, "status not trusted");
    }
    String id = randomness.identifier();
    LOG.error("OCSP request failed, error {}", id, why);
    return OcspDraft.failed(OcspFailure.INTERNAL_ERROR, Outcome.FAILURE, "error " + id);
  }

  /**
   * Somebody asks for a certificate that the CA never issued: by mistake, or because one was made
   * in its name elsewhere (EIDAS-24.2.g). The records of the answers say which.
   */
  void neverIssued(String ca) {
    alarms.raise(
        AlarmKind.CERTIFICATE_UNKNOWN,
        "ca:" + ca,
        "the status of a serial number that was never issued is asked for");
  }
}
