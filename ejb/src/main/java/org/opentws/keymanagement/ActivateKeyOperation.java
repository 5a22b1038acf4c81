package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;

/** Lets an inactive key sign again; for TSP signing keys this needs two persons (KM3.2). */
@ApplicationScoped
public class ActivateKeyOperation implements OperationHandler {
  @Inject SigningKeyRepository register;
  @Inject DeviceStandings standings;
  @Inject RevokedCas revoked;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;
  @Inject Event<KeyRegisterChanged> changed;

  @Override
  public String type() {
    return "ACTIVATE_KEY";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    SigningKey key = inactive(parameters);
    return "Let the %s key %s of '%s' sign again."
        .formatted(key.purpose(), key.keyId(), key.owner());
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    SigningKey key = inactive(parameters);
    key.reactivate(time.now());
    register.flush();
    journal.record(AuditEventType.KEY_ACTIVATED, key, TwoPersons.of(requester, approver));
    changed.fire(new KeyRegisterChanged(key.keyId()));
    return Map.of("keyId", key.keyId(), "state", key.state().name());
  }

  private SigningKey inactive(Map<String, String> raw) {
    String keyId = new OperationParameters(raw, Set.of("keyId")).required("keyId");
    SigningKey key =
        register
            .find(keyId)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such key"));
    if (key.state() != KeyState.INACTIVE) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the key is " + key.state());
    }
    if (!register.inState(key.purpose(), key.owner(), KeyState.ACTIVE).isEmpty()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "another key of this purpose and owner is active");
    }
    standings.refuseUnlessApproved(key.purpose(), key.token());
    revoked.refuseUnlessGood(key);
    return key;
  }
}
