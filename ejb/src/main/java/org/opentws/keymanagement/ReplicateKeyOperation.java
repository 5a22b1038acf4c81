package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumSet;
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

/** Takes a key into its device's replica, which was away when the key was made (KM6.4, KM6.6). */
@ApplicationScoped
public class ReplicateKeyOperation implements OperationHandler {
  private static final String KEY_ID = "keyId";

  private static final Set<KeyState> COPIED =
      EnumSet.of(KeyState.GENERATED, KeyState.SPARE, KeyState.ACTIVE, KeyState.INACTIVE);

  @Inject SigningKeyRepository register;
  @Inject ReplicaCopies copies;
  @Inject KeyJournal journal;

  @Override
  public String type() {
    return OperationType.REPLICATE_KEY.name();
  }

  @Override
  public String describe(Map<String, String> raw) {
    SigningKey key = key(raw);
    return "Take the %s key %s of '%s' from the device '%s' into its replica '%s', encrypted under their"
            .formatted(key.purpose(), key.keyId(), key.owner(), key.token(), replica(key))
        + " common backup key (AES-256, RFC 5649). What lies there under its label goes.";
  }

  @Override
  public Map<String, String> execute(Map<String, String> raw, Caller requester, Caller approver) {
    SigningKey key = key(raw);
    String replica = replica(key);
    TwoPersons persons = TwoPersons.of(requester, approver);
    // A crash after this line leaves the same key there, without a record of these persons.
    copies.copy(key, replica);
    journal.record(
        AuditEventType.KEY_REPLICATED,
        "key:" + key.keyId(),
        persons,
        Map.of(
            "device", replica,
            "label", key.label(),
            "spkiSha256", key.spkiSha256(),
            "requester", persons.requester(),
            "approver", persons.approver()));
    return Map.of(KEY_ID, key.keyId(), "device", replica, "spkiSha256", key.spkiSha256());
  }

  private SigningKey key(Map<String, String> raw) {
    SigningKey key =
        register
            .find(new OperationParameters(raw, Set.of(KEY_ID)).required(KEY_ID))
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "there is no such key"));
    if (!COPIED.contains(key.state())) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the key is " + key.state() + ", not one of " + COPIED);
    }
    if (!key.mayBeBackedUp()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "this key was made never to leave its device, in no form");
    }
    return key;
  }

  private String replica(SigningKey key) {
    return copies
        .replica(key)
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.WRONG_STATE, "the device '" + key.token() + "' has no replica"));
  }
}
