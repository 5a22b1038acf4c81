package org.opentws.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.opentws.audit.format.AuditField;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.format.MerkleHash;
import org.opentws.audit.format.PersonalValue;
import org.opentws.audit.format.RecordPlace;
import org.opentws.audit.store.AuditRecord;
import org.opentws.audit.store.AuditSegment;
import org.opentws.audit.store.LeafKind;
import org.opentws.audit.store.PersonalRow;
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
  private final PersonalValues personalValues;
  private long lastSegment;
  private byte[] lastMac = new byte[0];

  SegmentFactory(
      long epoch, String node, EpochKey key, TrustedTime time, PersonalValues personalValues) {
    this.epoch = epoch;
    this.node = node;
    this.key = key;
    this.time = time;
    this.personalValues = personalValues;
  }

  /** What a service said, with time, clock state and node (AA3.1, AA8.1). */
  RecordDraft draft(AuditEvent event) {
    ClockReading reading = time.reading();
    return draft(event, reading.now(), reading);
  }

  /** A record of the audit function itself. */
  RecordDraft own(AuditEventType type, Outcome outcome, Instant at, Map<String, String> details) {
    AuditEvent event = new AuditEvent(type, outcome, "audit", "node:" + node, details);
    return draft(event, at, time.reading());
  }

  private RecordDraft draft(AuditEvent event, Instant at, ClockReading reading) {
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
    EncodedRecord.Head head =
        new EncodedRecord.Head(
            Instant.ofEpochMilli(at.toEpochMilli()),
            clockState,
            event.type().code(),
            outcome,
            node,
            EncodedRecord.shortened(event.actor()),
            EncodedRecord.shortened(event.object()));
    Map<String, String> details = event.details();
    List<PersonalValue> personal = List.of();
    if (details.keySet().stream().anyMatch(AuditField::isPersonal)) {
      details = new HashMap<>(details);
      personal = putAside(head.object(), details);
    }
    return new RecordDraft(head, EncodedRecord.encodeContent(head, details), personal);
  }

  /** Personal values leave the record; their digests stay. */
  private List<PersonalValue> putAside(String object, Map<String, String> details) {
    List<PersonalValue> personal = new ArrayList<>();
    for (Map.Entry<String, String> detail : details.entrySet()) {
      if (AuditField.isPersonal(detail.getKey())) {
        PersonalValue value = personalValues.of(object, detail.getKey(), detail.getValue());
        detail.setValue(value.digest());
        personal.add(value);
      }
    }
    return personal;
  }

  /** The next segment: numbers are consecutive, codes are chained. */
  Made next(List<RecordDraft> drafts) {
    long sequence = ++lastSegment;
    MerkleHash hash = new MerkleHash();
    List<byte[]> entries = new ArrayList<>(drafts.size());
    List<PersonalValue> personal = new ArrayList<>();
    byte[] leaves = new byte[drafts.size() * MerkleHash.LENGTH];
    SortedSet<Integer> types = new TreeSet<>();
    Instant first = drafts.get(0).head().at();
    Instant last = first;
    for (int i = 0; i < drafts.size(); i++) {
      int position = i;
      EncodedRecord.Head content = drafts.get(i).head();
      RecordPlace place = new RecordPlace(LeafKind.SEGMENT, epoch, sequence, i);
      byte[] entry = EncodedRecord.encode(place, drafts.get(i).encoded());
      drafts.get(i).personal().forEach(value -> personal.add(value.at(position)));
      entries.add(entry);
      System.arraycopy(hash.leaf(entry), 0, leaves, i * MerkleHash.LENGTH, MerkleHash.LENGTH);
      types.add(content.type());
      first = content.at().isBefore(first) ? content.at() : first;
      last = content.at().isAfter(last) ? content.at() : last;
    }
    lastMac = key.segment(lastMac, leaves);
    AuditSegment segment =
        new AuditSegment(
            epoch,
            sequence,
            drafts.size(),
            first,
            last,
            List.copyOf(types),
            Der.of(lastMac),
            Der.of(EntryBundle.pack(entries)),
            rows(LeafKind.SEGMENT, sequence, personal, drafts));
    return new Made(segment, leaves);
  }

  /** A business record with the number it took. */
  AuditRecord record(long sequence, RecordDraft draft) {
    EncodedRecord.Head content = draft.head();
    RecordPlace place = new RecordPlace(LeafKind.RECORD, epoch, sequence, 0);
    byte[] entry = EncodedRecord.encode(place, draft.encoded());
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
        Der.of(key.record(leaf)),
        rows(LeafKind.RECORD, sequence, draft.personal(), List.of(draft)));
  }

  private List<PersonalRow> rows(
      LeafKind kind, long sequence, List<PersonalValue> personal, List<RecordDraft> drafts) {
    return personal.stream()
        .map(
            value ->
                new PersonalRow(
                    kind,
                    epoch,
                    sequence,
                    value.index(),
                    drafts.get(value.index()).head().object(),
                    value.field(),
                    value.salt(),
                    value.value(),
                    value.words()))
        .toList();
  }

  static byte[] leafOf(AuditRecord row) {
    return new MerkleHash().leaf(row.encoded().octets());
  }
}
