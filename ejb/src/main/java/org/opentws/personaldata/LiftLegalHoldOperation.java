package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.personaldata.store.LegalHold;
import org.opentws.personaldata.store.PersonalDataRepository;
import org.opentws.time.TrustedTime;

/** LIFT_LEGAL_HOLD: {hold, reason}. One officer may keep; to let go takes two persons. */
@ApplicationScoped
public class LiftLegalHoldOperation implements OperationHandler {
  static final String TYPE = "LIFT_LEGAL_HOLD";
  private static final String HOLD = "hold";

  @Inject private PersonalDataRepository repository;
  @Inject private PersonalDataJournal journal;
  @Inject private TrustedTime time;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> given) {
    LegalHold hold = find(given);
    hold.requireInForce();
    return "Lift the order of %s from %s to keep everything about the person of application %s (%s): %s"
        .formatted(
            hold.placedBy(),
            hold.placedAt(),
            hold.application(),
            hold.reason(),
            given.getOrDefault(Wording.REASON, ""));
  }

  @Override
  public Map<String, String> execute(Map<String, String> given, Caller requester, Caller approver) {
    LegalHold hold = find(given);
    hold.lift(requester.account() + ", " + approver.account(), time.now());
    journal.operated(
        AuditEventType.LEGAL_HOLD_LIFTED,
        PersonalDataJournal.APPLICATION + hold.application(),
        Map.of(HOLD, hold.id(), Wording.REASON, given.getOrDefault(Wording.REASON, "")),
        requester,
        approver);
    return Map.of("application", hold.application());
  }

  private LegalHold find(Map<String, String> given) {
    return repository
        .find(Wording.only(HOLD, given))
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such hold"));
  }
}
