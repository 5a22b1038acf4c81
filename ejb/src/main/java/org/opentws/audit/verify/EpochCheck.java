package org.opentws.audit.verify;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.EpochKey;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.RecordPlace;
import org.opentws.audit.store.LeafKind;
import org.opentws.value.Der;

/**
 * Whether the records of each epoch are complete: it begins with its start, its segments follow one
 * another, each number of a business record occurs once, as record or as void.
 */
final class EpochCheck {
  private static final class Epoch {
    private long segment;
    private int position = -1;
    private final BitSet records = new BitSet();
    private final BitSet voids = new BitSet();
    private @Nullable RecordContent start;
    private long startIndex = -1;
    private boolean stopped;
    private @Nullable EpochKey key;
    private byte[] mac = new byte[0];
  }

  private final Findings findings;
  private final Map<Long, Epoch> epochs = new TreeMap<>();

  EpochCheck(Findings findings) {
    this.findings = findings;
  }

  private Epoch epoch(long number) {
    return epochs.computeIfAbsent(number, n -> new Epoch());
  }

  /**
   * The key that the epoch's last record discloses, read ahead, or that of the running node;
   * trusted once it fits its start.
   */
  void disclosed(long number, EpochKey key) {
    epoch(number).key = key;
  }

  /** Whether the epoch has ended with a record of its own. */
  boolean hasStopped(long number) {
    Epoch epoch = epochs.get(number);
    return epoch != null && epoch.stopped;
  }

  /** One record in the order of the log. */
  void record(long index, RecordPlace place, RecordContent content) {
    Epoch epoch = epoch(place.epoch());
    if (epoch.stopped) {
      findings.add(index, Optional.of(content), "stands after the end of its epoch");
    }
    switch (place.kind()) {
      case SEGMENT -> segmentRecord(index, place, content, epoch);
      case RECORD -> businessRecord(index, place, content, epoch);
    }
  }

  private void segmentRecord(long index, RecordPlace place, RecordContent content, Epoch epoch) {
    boolean next = place.sequence() == epoch.segment + 1 && place.index() == 0;
    boolean same = place.sequence() == epoch.segment && place.index() == epoch.position + 1;
    if (!next && !same) {
      findings.add(
          index,
          Optional.of(content),
          "is number "
              + place.index()
              + " of segment "
              + place.sequence()
              + " in epoch "
              + place.epoch()
              + " and does not follow number "
              + epoch.position
              + " of segment "
              + epoch.segment);
    }
    epoch.segment = place.sequence();
    epoch.position = place.index();
    if (content.type() == AuditEventType.AUDIT_STARTED.code()) {
      started(index, place, content, epoch);
    } else if (place.sequence() == 1 && place.index() == 0) {
      findings.add(index, Optional.of(content), "an epoch must begin with the audit start");
    }
    if (content.type() == AuditEventType.AUDIT_TRANSACTION_VOID.code()) {
      mark(index, content, epoch.voids, number(content, "number"), epoch);
    } else if (content.type() == AuditEventType.AUDIT_STOPPED.code()) {
      stopped(index, content, epoch);
    }
  }

  private void businessRecord(long index, RecordPlace place, RecordContent content, Epoch epoch) {
    mark(index, content, epoch.records, place.sequence(), epoch);
  }

  private void mark(long index, RecordContent content, BitSet set, long number, Epoch epoch) {
    if (number < 1 || number >= Integer.MAX_VALUE) {
      findings.add(index, Optional.of(content), "has an impossible number: " + number);
      return;
    }
    int bit = (int) number;
    if (epoch.records.get(bit) || epoch.voids.get(bit)) {
      findings.add(
          index, Optional.of(content), "the number " + number + " of its epoch occurs twice");
    }
    set.set(bit);
  }

  private void started(long index, RecordPlace place, RecordContent content, Epoch epoch) {
    if (place.sequence() != 1 || place.index() != 0) {
      findings.add(index, Optional.of(content), "an audit start within an epoch");
      return;
    }
    epoch.start = content;
    epoch.startIndex = index;
    if (number(content, "epoch") != place.epoch()) {
      findings.add(index, Optional.of(content), "names another epoch");
    }
    EpochKey key = epoch.key;
    if (key != null
        && !HexFormat.of()
            .formatHex(key.commitment())
            .equals(content.details().get("keyCommitment"))) {
      findings.add(index, Optional.of(content), "does not fit the key that its epoch disclosed");
    }
    checkPrevious(index, content);
  }

  /** What the start says of the node's epoch before must be what the log holds of it. */
  private void checkPrevious(long index, RecordContent content) {
    Epoch previous = epochs.get(number(content, "previousEpoch"));
    if (previous == null) {
      if (content.details().containsKey("previousEpoch")
          && number(content, "previousSegments") > 0) {
        findings.add(index, Optional.of(content), "the epoch before it is missing");
      }
      return;
    }
    if (number(content, "previousSegments") != previous.segment
        || number(content, "previousRecordsHighest") != Math.max(0, previous.records.length() - 1)
        || number(content, "previousRecordsSealed") != previous.records.cardinality()
        || !"clean".equals(content.details().get("previousEnd")) == previous.stopped) {
      findings.add(index, Optional.of(content), "the epoch before it ended otherwise");
    }
  }

  private void stopped(long index, RecordContent content, Epoch epoch) {
    epoch.stopped = true;
    int highest = (int) number(content, "recordsHighest");
    BitSet present = (BitSet) epoch.records.clone();
    present.or(epoch.voids);
    int missing = present.nextClearBit(1);
    if (missing <= highest || present.length() - 1 > highest) {
      findings.add(
          index,
          Optional.of(content),
          "business record " + missing + " of " + highest + " is not in the log");
    }
  }

  /** The authentication code of a row; where the key is disclosed it must be right. */
  void code(long index, LeafKind kind, long number, byte[] leaves, Der mac) {
    Epoch epoch = epoch(number);
    EpochKey key = epoch.key;
    if (key == null) {
      return;
    }
    byte[] expected =
        switch (kind) {
          case SEGMENT -> key.segment(epoch.mac, leaves);
          case RECORD -> key.record(leaves);
        };
    if (!mac.equals(Der.of(expected))) {
      findings.add(index, Optional.empty(), "its authentication code is wrong");
    }
    if (kind == LeafKind.SEGMENT) {
      epoch.mac = mac.octets();
    }
  }

  /** At the end of the log. */
  void finish(List<String> remarks) {
    epochs.forEach(
        (number, epoch) -> {
          if (epoch.start == null) {
            findings.add("epoch " + number + " has records but no audit start");
          }
          if (!epoch.stopped) {
            BitSet open = (BitSet) epoch.records.clone();
            open.or(epoch.voids);
            open.flip(1, Math.max(1, open.length()));
            if (!open.isEmpty()) {
              remarks.add(
                  "epoch "
                      + number
                      + " has no clean end yet; numbers of transactions that were open: "
                      + open);
            }
          }
        });
  }

  /** Commitments by epoch and index of the start, for comparison with the database. */
  Map<Long, RecordContent> starts() {
    Map<Long, RecordContent> starts = new HashMap<>();
    epochs.forEach(
        (number, epoch) -> {
          if (epoch.start != null) {
            starts.put(number, epoch.start);
          }
        });
    return starts;
  }

  /** Index of an epoch's first record. */
  long startIndex(long number) {
    return epoch(number).startIndex;
  }

  private static long number(RecordContent content, String detail) {
    String text = content.details().getOrDefault(detail, "0");
    return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
  }
}
