package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.personaldata.store.LegalHold;
import org.opentws.personaldata.store.PersonalDataRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Scope;

/** LIFT_LEGAL_HOLD: {hold, reason}. One officer may keep; to let go takes two persons. */
@ApplicationScoped
public class LiftLegalHoldOperation implements OperationHandler {
  static final String TYPE = "LIFT_LEGAL_HOLD";
  private static final String HOLD = "hold";

  @Inject private PersonalDataRepository repository;
  @Inject private PersonApplications persons;
  @Inject private CurrentCaller caller;
  @Inject private PersonalDataJournal journal;
  @Inject private TrustedTime time;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> given) {
    LegalHold hold = find(given, caller.get().scope());
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
    LegalHold hold = find(given, requester.scope());
    hold.lift(requester.account() + ", " + approver.account(), time.now());
    journal.operated(
        AuditEventType.LEGAL_HOLD_LIFTED,
        PersonalDataJournal.APPLICATION + hold.application(),
        Map.of(HOLD, hold.id(), Wording.REASON, given.getOrDefault(Wording.REASON, "")),
        requester,
        approver);
    return Map.of("application", hold.application());
  }

  @Override
  public boolean isWithin(Scope scope, Map<String, String> given, String description) {
    return within(given.getOrDefault(HOLD, ""), scope).isPresent();
  }

  private Optional<LegalHold> within(String id, Scope scope) {
    return repository.find(id).filter(hold -> persons.find(hold.application(), scope).isPresent());
  }

  private LegalHold find(Map<String, String> given, Scope scope) {
    return within(Wording.only(HOLD, given), scope)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such hold"));
  }
}
