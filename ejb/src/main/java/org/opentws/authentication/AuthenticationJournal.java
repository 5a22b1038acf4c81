package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.time.TrustedTime;

/** What authentication writes to the audit log. */
@ApplicationScoped
public class AuthenticationJournal {
  @Inject AuditLog audit;
  @Inject Event<AlarmRaised> alarms;
  @Inject TrustedTime time;

  void loggedIn(String account, String fingerprint) {
    audit.record(event(AuditEventType.LOGIN, Outcome.SUCCESS, account, fingerprint, Map.of()));
  }

  void loginRefused(String account, String fingerprint, String reason) {
    audit.recordAndWait(
        event(
            AuditEventType.LOGIN, Outcome.REFUSED, account, fingerprint, Map.of("reason", reason)));
  }

  /**
   * An alarm by itself (IA2.2), for each account apart.
   *
   * @param where the certificate at a login, or what else the factor was given for
   */
  void locked(String account, String where, int attempts) {
    audit.recordAndWait(
        new AuditEvent(
            AuditEventType.ACCOUNT_LOCKED,
            Outcome.REFUSED,
            account,
            "account:" + account,
            Map.of("attempts", Integer.toString(attempts), "factorOf", where)));
  }

  void loggedOut(String account, String fingerprint) {
    audit.record(event(AuditEventType.LOGOUT, Outcome.SUCCESS, account, fingerprint, Map.of()));
  }

  void expired(String account, String fingerprint, String reason) {
    audit.record(
        event(
            AuditEventType.SESSION_EXPIRED,
            Outcome.SUCCESS,
            account,
            fingerprint,
            Map.of("reason", reason)));
  }

  /** An officer ended another's session. */
  void ended(String by, String account, String fingerprint) {
    audit.record(
        event(
            AuditEventType.SESSION_ENDED,
            Outcome.SUCCESS,
            by,
            fingerprint,
            Map.of("sessionOf", account)));
  }

  /** Somebody wrote into the database what only this system may write there. */
  void forged(String account, String fingerprint, String reason) {
    sessionRefused(account, fingerprint, reason);
    alarms.fireAsync(
        new AlarmRaised(AlarmKind.ROW_FORGED, "access", account + ": " + reason, time.now()));
  }

  /** Two answers of one authenticator do not fit together: one of them is a copy's. */
  void copied(String account) {
    alarms.fireAsync(
        new AlarmRaised(
            AlarmKind.AUTHENTICATOR_COPIED,
            "account:" + account,
            Authenticators.COPIED,
            time.now()));
  }

  /** Somebody came with another's session. */
  void sessionRefused(String account, String fingerprint, String reason) {
    audit.recordAndWait(
        event(
            AuditEventType.ACCESS_DENIED,
            Outcome.REFUSED,
            account,
            fingerprint,
            Map.of("reason", reason)));
  }

  private static AuditEvent event(
      AuditEventType type,
      Outcome outcome,
      String account,
      String fingerprint,
      Map<String, String> details) {
    return new AuditEvent(type, outcome, account, "control-certificate:" + fingerprint, details);
  }
}
