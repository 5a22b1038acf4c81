package org.opentws.audit.verify;

import java.util.Optional;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.RecordContent;

/**
 * Something that is not as this system wrote it.
 *
 * @param index of the first record concerned; empty if no record of the log is: a row that was
 *     never sealed, a signature
 * @param record what that record says now, as far as it can be read
 * @param what one sentence
 */
public record Finding(Optional<Long> index, Optional<RecordContent> record, String what) {

  /** For people. */
  public String sentence() {
    StringBuilder text = new StringBuilder();
    index.ifPresent(i -> text.append("record ").append(i));
    record.ifPresent(
        content ->
            text.append(text.isEmpty() ? "record" : "")
                .append(" (")
                .append(AuditEventType.titleOf(content.type()))
                .append(", ")
                .append(content.at())
                .append(", by ")
                .append(content.actor())
                .append(')'));
    return text.isEmpty() ? what : text.append(": ").append(what).toString();
  }
}
