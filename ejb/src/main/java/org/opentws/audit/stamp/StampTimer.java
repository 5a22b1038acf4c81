package org.opentws.audit.stamp;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.audit.LastingFailure;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.audit.store.StampedNote;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rhythm of time-stamps over checkpoints. */
@Singleton
@Startup
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StampTimer {
  private static final Logger LOG = LoggerFactory.getLogger(StampTimer.class);
  private static final Duration AGAIN = Duration.ofSeconds(10);
  private static final int NONCE_OCTETS = 16;

  @Inject private AuditDatabase database;
  @Inject private AuditParameters parameters;
  @Inject private Randomness randomness;
  @Inject private TrustedTime time;
  @Inject private Event<AlarmRaised> alarms;
  @Inject private ThisNode node;

  private final AtomicBoolean busy = new AtomicBoolean();
  private Instant next = Instant.MIN;
  private final LastingFailure failure = new LastingFailure();

  /** Asks for a time-stamp when it is time to. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  public void look() {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    String url = parameters.value(AuditParameter.TIME_STAMP_URL);
    if (url.isEmpty() || !busy.compareAndSet(false, true)) {
      return;
    }
    Instant now = time.now();
    try {
      if (!now.isBefore(next)) {
        round(URI.create(url), now);
      }
    } catch (AuditStoreFailed e) {
      LOG.warn("Checkpoints cannot be time-stamped now: {}", e.getMessage());
    } finally {
      busy.set(false);
    }
  }

  private void round(URI authority, Instant now) {
    Optional<CheckpointNote> due = due(now);
    if (due.isEmpty()) {
      return;
    }
    try {
      BigInteger nonce = new BigInteger(1, randomness.octets(NONCE_OCTETS));
      Stamping stamping = new Stamping(new StampHttp(authority));
      database
          .stamps()
          .add(new StampedNote(due.get(), stamping.stamp(due.get().note(), nonce), time.now()));
      failure.over();
    } catch (StampFailed e) {
      next = now.plus(AGAIN);
      failed(e, now);
    }
  }

  /** The newest checkpoint, if it is not stamped, and the last stamp is older than the period. */
  private Optional<CheckpointNote> due(Instant now) {
    Duration period = seconds(AuditParameter.TIME_STAMP_PERIOD);
    Optional<StampedNote> last = database.stamps().last();
    if (last.filter(one -> now.isBefore(one.at().plus(period))).isPresent()) {
      return Optional.empty();
    }
    long stamped = last.map(one -> one.note().size()).orElse(0L);
    return database.tree().lastNote().filter(note -> note.size() > stamped);
  }

  private void failed(StampFailed why, Instant now) {
    LOG.warn("A checkpoint was not time-stamped: {}", why.getMessage());
    failure.seen(now);
    if (failure.isToBeTold(now, seconds(AuditParameter.TIME_STAMP_PATIENCE))) {
      alarms.fireAsync(
          new AlarmRaised(
              AlarmKind.CHECKPOINT_NOT_STAMPED,
              "audit-log",
              String.valueOf(why.getMessage()),
              time.now()));
    }
  }

  private Duration seconds(AuditParameter parameter) {
    return Duration.ofSeconds(parameters.number(parameter));
  }
}
