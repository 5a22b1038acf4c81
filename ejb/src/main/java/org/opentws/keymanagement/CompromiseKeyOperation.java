package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.dualcontrol.OperationType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;

/**
 * Says that a key may be in other hands (KM4.3): it stops signing on all nodes and never signs
 * again. It stays in its device until it is destroyed, and its line says what follows.
 */
@ApplicationScoped
public class CompromiseKeyOperation implements OperationHandler {
  private static final int REASON_CHARACTERS_MAX = 400;
  private static final String KEY_ID = "keyId";
  private static final String REASON = "reason";

  @Inject SigningKeyRepository register;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;
  @Inject Event<KeyRegisterChanged> changed;

  @Override
  public String type() {
    return OperationType.COMPROMISE_KEY.name();
  }

  @Override
  public String describe(Map<String, String> raw) {
    OperationParameters parameters = parameters(raw);
    SigningKey key = key(parameters);
    return "Mark the %s key %s of '%s' as compromised (%s): it never signs again, on no node."
            .formatted(key.purpose(), key.keyId(), key.owner(), reason(parameters))
        + " What follows: have its certificate revoked by its issuer, then generate its successor"
        + " (GENERATE_KEY), then destroy it (DESTROY_KEY).";
  }

  @Override
  public Map<String, String> execute(Map<String, String> raw, Caller requester, Caller approver) {
    OperationParameters parameters = parameters(raw);
    TwoPersons persons = TwoPersons.of(requester, approver);
    SigningKey key = key(parameters);
    String reason = reason(parameters);
    key.compromised(time.now());
    register.flush();
    journal.record(
        AuditEventType.KEY_COMPROMISED,
        "key:" + key.keyId(),
        persons,
        Map.of(
            "purpose",
            key.purpose().name(),
            "owner",
            key.owner(),
            "spkiSha256",
            key.spkiSha256(),
            REASON,
            reason,
            "requester",
            persons.requester(),
            "approver",
            persons.approver()));
    changed.fire(new KeyRegisterChanged(key.keyId()));
    return Map.of(KEY_ID, key.keyId(), "state", key.state().name());
  }

  private static OperationParameters parameters(Map<String, String> raw) {
    return new OperationParameters(raw, Set.of(KEY_ID, REASON));
  }

  private static String reason(OperationParameters parameters) {
    String reason = parameters.required(REASON).strip();
    if (reason.length() > REASON_CHARACTERS_MAX) {
      throw OperationParameters.malformed("'reason' has at most 400 characters");
    }
    return reason;
  }

  private SigningKey key(OperationParameters parameters) {
    SigningKey key =
        register
            .find(parameters.required(KEY_ID))
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such key"));
    if (key.state() == KeyState.OFFLINE
        || key.state() == KeyState.DESTROYED
        || key.state() == KeyState.COMPROMISED) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the key is " + key.state() + ": it signs nothing here anyway");
    }
    return key;
  }
}
