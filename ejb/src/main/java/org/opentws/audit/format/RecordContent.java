package org.opentws.audit.format;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a record says (AA3.1).
 *
 * @param at UTC, whole milliseconds
 * @param clockState what TrustedTime said of its clock: 0 unknown, 1 in sync, 2 out of sync, 3
 *     degraded, 4 on hold, 5 leap second pending (AA8.1)
 * @param type code of the event type
 * @param outcome code: 1 success, 2 refused, 3 failure
 * @param node the node that wrote it
 */
public record RecordContent(
    Instant at,
    int clockState,
    int type,
    int outcome,
    String node,
    String actor,
    String object,
    SortedMap<String, String> details) {
  public RecordContent {
    details = Collections.unmodifiableSortedMap(new TreeMap<>(details));
  }

  /** The same with other details. */
  public RecordContent with(Map<String, String> others) {
    return new RecordContent(
        at, clockState, type, outcome, node, actor, object, new TreeMap<>(others));
  }
}
