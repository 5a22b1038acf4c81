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

/** Stops a key from signing, for example because it may be compromised (KM4.3). */
@ApplicationScoped
public class DeactivateKeyOperation implements OperationHandler {
  @Inject SigningKeyRepository register;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;
  @Inject Event<KeyRegisterChanged> changed;

  @Override
  public String type() {
    return "DEACTIVATE_KEY";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    SigningKey key = active(parameters);
    return "Stop the %s key %s of '%s' from signing. What needs it is unavailable until another is"
            .formatted(key.purpose(), key.keyId(), key.owner())
        + " active. It can be activated again.";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    SigningKey key = active(parameters);
    key.deactivate(time.now());
    register.flush();
    journal.record(AuditEventType.KEY_DEACTIVATED, key, TwoPersons.of(requester, approver));
    changed.fire(new KeyRegisterChanged(key.keyId()));
    return Map.of("keyId", key.keyId(), "state", key.state().name());
  }

  private SigningKey active(Map<String, String> raw) {
    String keyId = new OperationParameters(raw, Set.of("keyId")).required("keyId");
    SigningKey key =
        register
            .find(keyId)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such key"));
    if (key.state() != KeyState.ACTIVE) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the key is " + key.state());
    }
    return key;
  }
}
