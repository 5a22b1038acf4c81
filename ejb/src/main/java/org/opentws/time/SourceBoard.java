package org.opentws.time;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All sources, and the manners that they ask for: who says RATE is asked half as often, who says
 * DENY or RSTR is not asked again before a restart (RFC 5905, 7.4). Used by one thread.
 */
final class SourceBoard {
  private static final String KISS = "kiss of death ";
  private static final int INTERVAL_MAX = 64;

  private final List<SourceAddress> sources;
  private final NtpRound ntp;
  private final ChronyTracking chrony;

  /** Ask only every so many rounds. */
  private final Map<SourceAddress, Integer> interval = new HashMap<>();

  private final Map<SourceAddress, String> refused = new HashMap<>();
  private long round;

  SourceBoard(List<SourceAddress> sources, NtpRound ntp, ChronyTracking chrony) {
    this.sources = sources;
    this.ntp = ntp;
    this.chrony = chrony;
  }

  /** One answer for each source, in the order of the configuration. */
  List<SourceAnswer> ask() {
    List<SourceAddress> due = sources.stream().filter(this::isDue).toList();
    round++;
    Map<String, SourceAnswer> answers = new HashMap<>();
    List<SourceAddress> servers = due.stream().filter(source -> !source.chrony()).toList();
    ntp.ask(servers).forEach(answer -> answers.put(answer.source(), answer));
    due.stream()
        .filter(SourceAddress::chrony)
        .map(chrony::ask)
        .forEach(answer -> answers.put(answer.source(), answer));
    List<SourceAnswer> all = new ArrayList<>();
    for (SourceAddress source : sources) {
      SourceAnswer answer =
          Optional.ofNullable(answers.get(source.toString()))
              .orElseGet(() -> SourceAnswer.none(source, notAsked(source)));
      obey(source, answer);
      all.add(answer);
    }
    return all;
  }

  private boolean isDue(SourceAddress source) {
    return !refused.containsKey(source) && round % interval.getOrDefault(source, 1) == 0;
  }

  private String notAsked(SourceAddress source) {
    return refused.getOrDefault(source, "not asked in this round: it asked for a slower rate");
  }

  private void obey(SourceAddress source, SourceAnswer answer) {
    if (!answer.remark().startsWith(KISS)) {
      return;
    }
    if (answer.remark().endsWith("RATE")) {
      interval.merge(source, 2, (old, two) -> Math.min(old * two, INTERVAL_MAX));
    } else if (answer.remark().endsWith("DENY") || answer.remark().endsWith("RSTR")) {
      refused.put(source, answer.remark() + ": not asked again");
    }
  }
}
