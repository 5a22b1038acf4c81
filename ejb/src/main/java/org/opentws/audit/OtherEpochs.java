package org.opentws.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.RecordPlace;
import org.opentws.audit.store.AuditSealRepository.Sealing;
import org.opentws.audit.store.AuditWriter;
import org.opentws.audit.store.IntakeItem;
import org.opentws.audit.store.LeafKind;
import org.opentws.value.Der;

/**
 * Judges rows that this node did not write in its present epoch: those of other nodes, and what it
 * left unsealed at its last end. An epoch that has ended accepts nothing more, numbers of segments
 * follow one another.
 */
final class OtherEpochs {
  /** Segments that are read at once: a busy node writes hundreds in a second. */
  private static final int READ_TOGETHER = 32;

  private final MerkleHash hash = new MerkleHash();
  private final Map<Long, Long> nextSegment = new HashMap<>();
  private final Map<Long, Boolean> ended = new HashMap<>();
  private Map<IntakeItem, Der> read = Map.of();

  /** Forgets what was read: another node sealed meanwhile, or a sealing failed. */
  void forget() {
    nextSegment.clear();
    ended.clear();
    read = Map.of();
  }

  /**
   * The leaf hashes of a row.
   *
   * @throws BrokenLog the row must not be sealed
   */
  byte[] leaves(Sealing sealing, IntakeItem item) {
    if (ended.computeIfAbsent(item.epoch(), epoch -> hasEnded(sealing, epoch))) {
      throw new BrokenLog("its epoch has ended");
    }
    if (item.kind() == LeafKind.SEGMENT) {
      long expected =
          nextSegment.computeIfAbsent(
              item.epoch(), epoch -> sealing.highestSealed(LeafKind.SEGMENT, epoch) + 1);
      if (item.sequence() != expected) {
        throw new BrokenLog("segment " + expected + " of its epoch should come first");
      }
    }
    byte[] leaves = hash(sealing, item);
    if (item.kind() == LeafKind.SEGMENT) {
      nextSegment.put(item.epoch(), item.sequence() + 1);
    }
    return leaves;
  }

  private byte[] hash(Sealing sealing, IntakeItem item) {
    Der contents = contents(sealing, item).orElseThrow(() -> new BrokenLog("it has vanished"));
    List<byte[]> entries =
        switch (item.kind()) {
          case SEGMENT -> EntryBundle.unpack(contents.octets());
          case RECORD -> List.of(contents.octets());
        };
    if (entries.size() != item.count()) {
      throw new BrokenLog("it holds " + entries.size() + " records, not " + item.count());
    }
    byte[] leaves = new byte[entries.size() * MerkleHash.LENGTH];
    for (int i = 0; i < entries.size(); i++) {
      RecordPlace place = new RecordPlace(item.kind(), item.epoch(), item.sequence(), i);
      if (!EncodedRecord.decode(entries.get(i)).place().equals(place)) {
        throw new BrokenLog("a record in it belongs elsewhere");
      }
      byte[] leaf = hash.leaf(entries.get(i));
      System.arraycopy(leaf, 0, leaves, i * MerkleHash.LENGTH, MerkleHash.LENGTH);
    }
    return leaves;
  }

  private Optional<Der> contents(Sealing sealing, IntakeItem item) {
    if (item.kind() == LeafKind.RECORD) {
      return sealing.contents(item);
    }
    if (!read.containsKey(item)) {
      long from = item.sequence();
      read = sealing.segments(item.epoch(), from, from + READ_TOGETHER);
    }
    return Optional.ofNullable(read.get(item));
  }

  /** Ended: by its own last record, or because its node has begun another. */
  private static boolean hasEnded(Sealing sealing, long epoch) {
    List<AuditWriter> writers = sealing.writers();
    AuditWriter writer =
        writers.stream()
            .filter(w -> w.epoch() == epoch)
            .findFirst()
            .orElseThrow(() -> new BrokenLog("its epoch is not known"));
    boolean followed =
        writers.stream()
            .filter(w -> w.epoch() > epoch && w.node().equals(writer.node()))
            .anyMatch(w -> sealing.highestSealed(LeafKind.SEGMENT, w.epoch()) > 0);
    return followed || hasStopped(sealing, epoch);
  }

  /** Whether the last sealed record of the epoch says that the audit function was stopped. */
  static boolean hasStopped(Sealing sealing, long epoch) {
    Optional<Der> contents =
        sealing.lastSegment(epoch).flatMap(last -> sealing.contents(last.item()));
    if (contents.isEmpty()) {
      return false;
    }
    List<byte[]> entries = EntryBundle.unpack(contents.get().octets());
    byte[] entry = entries.get(entries.size() - 1);
    return EncodedRecord.decode(entry).content().type() == AuditEventType.AUDIT_STOPPED.code();
  }

  /** How an epoch of this node ended, for the first record of the next. */
  static Map<String, String> ending(Sealing sealing, long epoch) {
    List<Long> sealed = sealing.sealedFrom(LeafKind.RECORD, epoch, 1);
    long highest = sealed.isEmpty() ? 0 : sealed.get(sealed.size() - 1);
    boolean clean = hasStopped(sealing, epoch);
    Map<String, String> details = new HashMap<>();
    details.put("previousEpoch", Long.toString(epoch));
    details.put("previousEnd", clean ? "clean" : "unclean");
    details.put("previousSegments", Long.toString(sealing.highestSealed(LeafKind.SEGMENT, epoch)));
    details.put("previousRecordsHighest", Long.toString(highest));
    details.put("previousRecordsSealed", Integer.toString(sealed.size()));
    return details;
  }

  /** Epochs of a node, oldest first. */
  static List<AuditWriter> ofNode(Sealing sealing, String node) {
    List<AuditWriter> own = new ArrayList<>(sealing.writers());
    own.removeIf(writer -> !writer.node().equals(node));
    return own;
  }
}
