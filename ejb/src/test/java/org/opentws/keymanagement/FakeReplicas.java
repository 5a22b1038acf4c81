package org.opentws.keymanagement;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.keymanagement.store.KeyReplicaRepository;

/** Where keys were taken, in memory. */
final class FakeReplicas extends KeyReplicaRepository {
  private final Map<String, List<String>> devices = new TreeMap<>();

  @Override
  public void remember(String keyId, String device, Instant now) {
    List<String> known = devices.computeIfAbsent(keyId, id -> new ArrayList<>());
    if (!known.contains(device)) {
      known.add(device);
    }
  }

  @Override
  public List<String> devices(String keyId) {
    return devices.getOrDefault(keyId, List.of());
  }
}
