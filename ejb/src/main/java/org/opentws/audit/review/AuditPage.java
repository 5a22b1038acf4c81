package org.opentws.audit.review;

import java.util.List;
import java.util.OptionalLong;

/**
 * Part of what was found, newest first.
 *
 * @param next give it as {@code before} for the following, older page; empty if the log holds no
 *     older record that fits. A page may be shorter than asked for, even empty, and yet have a
 *     following one: a search ends after half a second and goes on from where it stopped.
 */
public record AuditPage(List<AuditLine> records, OptionalLong next) {
  public AuditPage {
    records = List.copyOf(records);
  }
}
