package org.opentws.keymanagement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The algorithm catalogue in force, for those who answer for keys.
 *
 * @param date of the document, 2026-11-29
 * @param source where its dates are from
 * @param change who put it in force; empty for the one that was shipped
 * @param document the text that was approved: to be altered for the next version
 * @param affectedKeys keys that live longer than their algorithm, in words
 */
public record AlgorithmCatalogueLine(
    int version,
    String date,
    String source,
    Optional<Change> change,
    String document,
    List<String> affectedKeys) {

  /** Two persons, and when. */
  public record Change(String requester, String approver, Instant at) {}
}
