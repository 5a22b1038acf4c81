package org.opentws.audit.review;

import java.util.List;
import java.util.OptionalLong;

/**
 * Part of what was found, newest first.
 *
 * @param next give it as {@code before} for the following, older page; empty if there is none
 */
public record AuditPage(List<AuditLine> records, OptionalLong next) {
  public AuditPage {
    records = List.copyOf(records);
  }
}
