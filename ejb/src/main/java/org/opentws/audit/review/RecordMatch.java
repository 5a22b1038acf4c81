package org.opentws.audit.review;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.AuditField;
import org.opentws.audit.format.RecordContent;
import org.opentws.audit.format.SearchKey;

/** Whether a record is one that is looked for. */
final class RecordMatch {
  private final AuditQuery query;
  private final List<String> words;

  RecordMatch(AuditQuery query) {
    this.query = query;
    this.words = query.text().map(SearchKey::words).orElse(List.of());
  }

  List<String> words() {
    return words;
  }

  /**
   * All conditions hold.
   *
   * @param personal values beside the record
   */
  boolean holds(RecordContent content, Map<String, String> personal) {
    return query.from().map(from -> !content.at().isBefore(from)).orElse(true)
        && query.to().map(to -> content.at().isBefore(to)).orElse(true)
        && query.type().map(type -> type.code() == content.type()).orElse(true)
        && query.outcome().map(end -> AuditLine.code(end) == content.outcome()).orElse(true)
        && query.user().map(user -> user.equals(content.actor())).orElse(true)
        && query.object().map(object -> object.equals(content.object())).orElse(true)
        && (words.isEmpty() || wordsOf(content, personal.values()).containsAll(words));
  }

  private static Set<String> wordsOf(RecordContent content, Collection<String> personal) {
    Set<String> found = new HashSet<>();
    found.addAll(SearchKey.words(AuditEventType.titleOf(content.type())));
    found.addAll(SearchKey.words(content.actor()));
    found.addAll(SearchKey.words(content.object()));
    found.addAll(SearchKey.words(content.node()));
    content
        .details()
        .forEach(
            (name, value) -> {
              if (!AuditField.isPersonal(name)) {
                found.addAll(SearchKey.words(value));
              }
            });
    personal.forEach(value -> found.addAll(SearchKey.words(value)));
    return found;
  }

  /** Codes of event types whose words for people have this word. */
  static Set<Integer> typesNamed(String word) {
    List<Integer> codes = new ArrayList<>();
    for (AuditEventType type : AuditEventType.values()) {
      if (SearchKey.words(type.title()).contains(word)) {
        codes.add(type.code());
      }
    }
    return Set.copyOf(codes);
  }
}
