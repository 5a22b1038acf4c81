package org.opentws.audit.witness;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.LastingFailure;
import org.opentws.audit.Witness;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When which witness is asked, and when its silence, or its contradiction, becomes an alarm. What
 * it knows of a witness is in memory alone: after a start an alarm may be told once more.
 */
final class WitnessRound {
  private static final Logger LOG = LoggerFactory.getLogger(WitnessRound.class);

  private static final class State {
    private Instant next = Instant.MIN;
    private final LastingFailure failure = new LastingFailure();
    private boolean contradictionTold;
  }

  /** Rhythm and patience, as two persons decided. */
  record Terms(Duration period, Duration patience) {}

  private final Cosigning cosigning;
  private final BiConsumer<AlarmKind, String> alarm;
  private final Map<Der, State> states = new ConcurrentHashMap<>();

  /**
   * For all witnesses; each is asked by one thread at a time.
   *
   * @param alarm takes a kind and a sentence
   */
  WitnessRound(Cosigning cosigning, BiConsumer<AlarmKind, String> alarm) {
    this.cosigning = cosigning;
    this.alarm = alarm;
  }

  /** Asks the witness, if it is time to; returns what it newly cosigned. */
  Optional<Cosigning.Done> ask(Witness witness, Terms terms, Instant now) {
    State state = states.computeIfAbsent(witness.key().id(), id -> new State());
    if (now.isBefore(state.next)) {
      return Optional.empty();
    }
    try {
      Optional<Cosigning.Done> done = cosigning.round(witness, now);
      if (done.isPresent()) {
        state.next = now.plus(terms.period());
      }
      state.failure.over();
      state.contradictionTold = false;
      return done;
    } catch (WitnessFailed e) {
      state.next = now.plus(terms.period());
      failed(witness, state, e, terms, now);
      return Optional.empty();
    }
  }

  private void failed(Witness witness, State state, WitnessFailed why, Terms terms, Instant now) {
    LOG.warn("The witness {} did not cosign: {}", witness.key().name(), why.getMessage());
    state.failure.seen(now);
    String detail = "witness " + witness.key().name() + ": " + why.getMessage();
    if (why.disagrees() && !state.contradictionTold) {
      state.contradictionTold = true;
      alarm.accept(AlarmKind.WITNESS_DISAGREES, detail);
    }
    if (!why.disagrees() && state.failure.isToBeTold(now, terms.patience())) {
      alarm.accept(AlarmKind.WITNESS_SILENT, detail);
    }
  }
}
