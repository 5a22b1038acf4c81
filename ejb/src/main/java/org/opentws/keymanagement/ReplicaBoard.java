package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.HsmConnection;
import org.opentws.keymanagement.store.SigningKey;

/** Remembers which keys the replicas hold, and raises an alarm for one in use that is amiss. */
@ApplicationScoped
class ReplicaBoard {
  @Inject CryptographicDevices devices;
  @Inject AuditLog audit;

  /** Labels in each replica that answers. */
  private final Map<String, Set<String>> labels = new ConcurrentHashMap<>();

  /** What is wrong with a key in its replica, by the key's id. */
  private final Map<String, String> defects = new ConcurrentHashMap<>();

  /** Asks a replica for its keys; nothing for any other device. */
  void look(String device) {
    if (!isReplica(device)) {
      return;
    }
    try {
      labels.put(device, Set.copyOf(devices.with(device, HsmConnection::keyLabels)));
    } catch (ServiceUnavailable e) {
      // Away or locked, as the board of devices says: what it holds is not known.
      labels.remove(device);
    }
  }

  static boolean isReplica(String device) {
    return !CryptographicDevices.first(device).equals(device);
  }

  /** Whether a key in use is amiss in a replica: whoever mends it does not wait for a minute. */
  boolean isAmiss(String device) {
    return isReplica(device) && !defects.isEmpty();
  }

  /** What the watch found of a key in use; each new fault is an alarm. */
  void judged(HeldKey held, String replica, Optional<String> defect) {
    String keyId = held.key().keyId();
    if (defect.isEmpty()) {
      defects.remove(keyId);
    } else if (!defect.get().equals(defects.put(keyId, defect.get()))) {
      audit.recordAndWait(
          AuditEvent.alarm(
              AlarmKind.REPLICA_DIFFERS,
              "keymanagement",
              "key:" + keyId,
              Map.of("device", replica, "label", held.label(), "reason", defect.get())));
    }
  }

  /** Whether the replica has it; empty if its device has none. */
  Optional<ReplicaState> state(SigningKey key) {
    return devices.replica(key.token()).map(replica -> state(key, replica));
  }

  private ReplicaState state(SigningKey key, String replica) {
    if (!key.mayBeBackedUp()) {
      return ReplicaState.NEVER_LEAVES;
    }
    Set<String> there = labels.get(replica);
    if (there == null) {
      return ReplicaState.UNKNOWN;
    }
    if (!there.contains(key.label())) {
      return ReplicaState.MISSING;
    }
    return defects.containsKey(key.keyId()) ? ReplicaState.REFUSED : ReplicaState.HELD;
  }
}
