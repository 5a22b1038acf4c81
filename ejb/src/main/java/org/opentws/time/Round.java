package org.opentws.time;

import java.util.List;
import java.util.Optional;

/** One round with all sources, and what follows from it. */
record Round(List<SourceAnswer> answers, Optional<Agreement> agreement, Finding finding) {
  /** What a round says of the sources together. */
  enum Finding {
    /** All answer and agree. */
    AGREED,
    /** Enough agree; some are silent or tell another time. */
    PARTLY_AGREED,
    /** Too few answer, and nothing contradicts them. */
    SILENT,
    /** Those that answer contradict each other: nobody is chosen. */
    CONTRADICTORY
  }

  Round {
    answers = List.copyOf(answers);
  }

  static Round of(List<SourceAnswer> answers, int quorum) {
    List<SourceReading> readings =
        answers.stream().map(SourceAnswer::reading).flatMap(Optional::stream).toList();
    Optional<Agreement> agreement = Agreement.of(readings, quorum);
    return new Round(answers, agreement, finding(answers.size(), readings, agreement, quorum));
  }

  private static Finding finding(
      int asked, List<SourceReading> readings, Optional<Agreement> agreement, int quorum) {
    if (agreement.isPresent()) {
      return agreement.get().truechimers().size() == asked ? Finding.AGREED : Finding.PARTLY_AGREED;
    }
    boolean contradiction = readings.size() >= 2 && Agreement.of(readings, 1).isEmpty();
    return contradiction || readings.size() >= quorum ? Finding.CONTRADICTORY : Finding.SILENT;
  }

  /** What it made of each source. */
  List<SourceStatus> statuses() {
    return answers.stream().map(this::status).toList();
  }

  private SourceStatus status(SourceAnswer answer) {
    boolean agrees =
        agreement.map(found -> found.truechimers().contains(answer.source())).orElse(false);
    return new SourceStatus(
        answer.source(),
        answer.reading().map(SourceReading::offset),
        answer.reading().map(SourceReading::errorBound),
        answer.reading().isEmpty() ? SourceVerdict.SILENT : verdict(agrees),
        answer.remark());
  }

  private SourceVerdict verdict(boolean agrees) {
    if (agrees) {
      return SourceVerdict.AGREES;
    }
    return finding == Finding.SILENT ? SourceVerdict.UNKNOWN : SourceVerdict.FALSETICKER;
  }
}
