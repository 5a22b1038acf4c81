package org.opentws.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.format.KeyBloom;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.RecordPlace;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditSegment;
import org.opentws.audit.store.LeafKind;
import org.opentws.time.ClockReading;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** Makes the rows of one epoch. Segments are made by one thread, business records by any. */
final class SegmentFactory {
  /** A row to write and the hashes to remember. */
  record Made(AuditSegment segment, byte[] leaves) {}

  private final long epoch;
  private final String node;
  private final EpochKey key;
  private final TrustedTime time;
  private long lastSegment;
  private byte[] lastMac = new byte[0];

  SegmentFactory(long epoch, String node, EpochKey key, TrustedTime time) {
    this.epoch = epoch;
    this.node = node;
    this.key = key;
    this.time = time;
  }

  /** What a service said, with time, clock state and node (AA3.1, AA8.1). */
  RecordContent content(AuditEvent event) {
    ClockReading reading = time.reading();
    return content(event, reading.now(), reading);
  }

  /** A record of the audit function itself. */
  RecordContent own(AuditEventType type, Outcome outcome, Instant at, Map<String, String> details) {
    AuditEvent event = new AuditEvent(type, outcome, "audit", "node:" + node, details);
    return content(event, at, time.reading());
  }

  private RecordContent content(AuditEvent event, Instant at, ClockReading reading) {
    int clockState =
        switch (reading.state()) {
          case UNKNOWN -> 0;
          case INSYNC -> 1;
          case OUT_OF_SYNC -> 2;
          case DEGRADED -> 3;
          case HOLD -> 4;
          case LEAP_PENDING -> 5;
        };
    int outcome =
        switch (event.outcome()) {
          case SUCCESS -> 1;
          case REFUSED -> 2;
          case FAILURE -> 3;
        };
    return new RecordContent(
        Instant.ofEpochMilli(at.toEpochMilli()),
        clockState,
        event.type().code(),
        outcome,
        node,
        EncodedRecord.shortened(event.actor()),
        EncodedRecord.shortened(event.object()),
        new TreeMap<>(event.details()));
  }

  /** The next segment: numbers are consecutive, codes are chained. */
  Made next(List<RecordContent> contents) {
    long sequence = ++lastSegment;
    MerkleHash hash = new MerkleHash();
    List<byte[]> entries = new ArrayList<>(contents.size());
    byte[] leaves = new byte[contents.size() * MerkleHash.LENGTH];
    SortedSet<Integer> types = new TreeSet<>();
    Set<String> keys = new LinkedHashSet<>();
    Instant first = contents.get(0).at();
    Instant last = first;
    for (int i = 0; i < contents.size(); i++) {
      RecordContent content = contents.get(i);
      RecordPlace place = new RecordPlace(LeafKind.SEGMENT, epoch, sequence, i);
      byte[] entry = EncodedRecord.encode(place, EncodedRecord.encodeContent(content));
      entries.add(entry);
      System.arraycopy(hash.leaf(entry), 0, leaves, i * MerkleHash.LENGTH, MerkleHash.LENGTH);
      types.add(content.type());
      keys.add(KeyBloom.actorKey(content.actor()));
      keys.add(KeyBloom.objectKey(content.object()));
      first = content.at().isBefore(first) ? content.at() : first;
      last = content.at().isAfter(last) ? content.at() : last;
    }
    lastMac = key.segment(lastMac, leaves);
    AuditSegment segment =
        new AuditSegment(
            epoch,
            sequence,
            contents.size(),
            first,
            last,
            List.copyOf(types),
            Der.of(KeyBloom.over(keys)),
            Der.of(lastMac),
            Der.of(EntryBundle.pack(entries)));
    return new Made(segment, leaves);
  }

  /** A business record with the number it took. */
  AuditRecord record(long sequence, RecordContent content) {
    RecordPlace place = new RecordPlace(LeafKind.RECORD, epoch, sequence, 0);
    byte[] entry = EncodedRecord.encode(place, EncodedRecord.encodeContent(content));
    byte[] leaf = new MerkleHash().leaf(entry);
    return new AuditRecord(
        epoch,
        sequence,
        content.at(),
        content.type(),
        content.outcome(),
        content.actor(),
        content.object(),
        Der.of(entry),
        Der.of(key.record(leaf)));
  }

  static byte[] leafOf(AuditRecord row) {
    return new MerkleHash().leaf(row.encoded().octets());
  }
}
