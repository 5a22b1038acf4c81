package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.certificategeneration.store.StoredCertificate.ProfileVersion;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.time.TrustedTime;
import org.opentws.value.SerialNumber;

/** What generation writes into the audit log (CG4.1). */
@ApplicationScoped
public class IssuanceJournal {
  @Inject AuditLog audit;
  @Inject CurrentCaller caller;
  @Inject Event<AlarmRaised> alarm;
  @Inject TrustedTime time;

  /**
   * Which certificate the records are about.
   *
   * @param persons details that name the two who agreed, where it takes two
   */
  record Entry(
      String issuer,
      SerialNumber serial,
      ProfileVersion profile,
      Optional<String> applicationId,
      Map<String, String> persons) {
    Entry {
      persons = Map.copyOf(persons);
    }

    String object() {
      return "certificate:" + issuer + "/" + serial.hex();
    }

    private Map<String, String> details() {
      Map<String, String> details = new LinkedHashMap<>();
      details.put("profile", profile.name() + " " + profile.version());
      applicationId.ifPresent(id -> details.put("application", id));
      details.putAll(persons);
      return details;
    }
  }

  /** Durable before the device is asked. */
  void intent(Entry entry) {
    audit.recordAndWait(
        event(AuditEventType.CERTIFICATE_INTENT, Outcome.SUCCESS, entry.object(), entry.details()));
  }

  /** In the transaction that stores the certificate. */
  void generated(Entry entry, StoredCertificate certificate) {
    Map<String, String> details = entry.details();
    details.put("notAfter", certificate.notAfter().toString());
    audit.record(
        event(AuditEventType.CERTIFICATE_GENERATED, Outcome.SUCCESS, entry.object(), details));
  }

  /** Closes an intent that came to nothing. Never hides why. */
  void failed(Entry entry, RuntimeException why) {
    Map<String, String> details = entry.details();
    details.put("reason", reason(why));
    try {
      audit.recordAndWait(
          event(AuditEventType.CERTIFICATE_GENERATED, Outcome.FAILURE, entry.object(), details));
    } catch (ServiceUnavailable unrecorded) {
      // The intent stays open in the log; the first failure is what the caller must learn.
      why.addSuppressed(unrecorded);
    }
  }

  /** CG1.1: a message that was not what registration sent is more than a refusal. */
  void refused(RequestRefused refused) {
    audit.recordAndWait(
        event(
            AuditEventType.CERTIFICATE_REQUEST_REFUSED,
            Outcome.REFUSED,
            "certificate-request",
            Map.of("refusal", refused.refusal().name(), "detail", refused.detail())));
    if (refused.refusal() == Refusal.SEAL_BROKEN || refused.refusal() == Refusal.REPLAYED) {
      alarm.fireAsync(
          new AlarmRaised(
              AlarmKind.MESSAGE_REFUSED,
              "certificate-request",
              "a certificate request was refused: " + refused.detail(),
              time.now()));
    }
  }

  private static String reason(RuntimeException why) {
    if (why instanceof ServiceUnavailable unavailable) {
      return unavailable.missing().name();
    }
    return why instanceof RequestRefused refused ? refused.refusal().name() : "internal error";
  }

  private AuditEvent event(
      AuditEventType type, Outcome outcome, String object, Map<String, String> details) {
    return new AuditEvent(type, outcome, caller.get().account(), object, details);
  }
}
