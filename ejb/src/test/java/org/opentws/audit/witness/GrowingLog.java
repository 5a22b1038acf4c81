package org.opentws.audit.witness;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.TreeEdge;
import org.opentws.audit.format.TreeProof;
import org.opentws.audit.store.Cosignature;
import org.opentws.value.Der;

/** A log in memory. */
final class GrowingLog implements WitnessedLog {
  private final MerkleHash hash = new MerkleHash();
  private final Map<String, byte[]> full = new HashMap<>();
  private final TreeEdge edge = new TreeEdge();
  final List<Cosignature> kept = new ArrayList<>();

  GrowingLog grow(String leaf, int count) {
    for (int i = 0; i < count; i++) {
      edge.append(
          hash.leaf((leaf + i).getBytes(StandardCharsets.UTF_8)),
          (level, index, hashes) -> full.put(level + "/" + index, hashes));
    }
    return this;
  }

  @Override
  public Optional<SignedNote> newest() {
    Checkpoint head = new Checkpoint("log.example/audit", edge.size(), Der.of(edge.root()));
    return edge.size() == 0
        ? Optional.empty()
        : Optional.of(new SignedNote(head.text(), List.of()));
  }

  @Override
  public long cosignedBy(Der keyId) {
    return kept.stream()
        .filter(one -> one.keyId().equals(keyId))
        .mapToLong(Cosignature::size)
        .max()
        .orElse(0);
  }

  @Override
  public List<byte[]> consistency(long first, long second) {
    return new TreeProof(
            (level, index, width) -> full.getOrDefault(level + "/" + index, edge.partial(level)))
        .consistency(first, second);
  }

  @Override
  public void keep(Cosignature cosignature) {
    kept.add(cosignature);
  }
}
