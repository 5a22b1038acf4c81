package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.opentws.audit.AlarmKind;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.Heartbeat;
import org.opentws.revocationstatus.store.HeartbeatRepository;
import org.opentws.revocationstatus.store.SealedHeartbeat;
import org.opentws.time.TrustedTime;

/**
 * Whether revocation management is heard: its sealed, fresh heartbeat comes by the same database as
 * the log of changes. While it is silent, this node may look at a copy that stands still: then
 * nothing is served from memory.
 */
@ApplicationScoped
public class Heartbeats {
  @Inject HeartbeatRepository repository;
  @Inject ChangeSealing sealing;
  @Inject KnownChanges known;
  @Inject RevocationStatusConfiguration configuration;
  @Inject StatusAlarms alarms;
  @Inject TrustedTime trustedTime;

  private volatile boolean everHeard;
  private volatile long heardAt;

  /** Cheap; for every answer. */
  boolean areHeard() {
    return everHeard
        && trustedTime.monotonicNanos() - heardAt < configuration.heartbeatSilence().toNanos();
  }

  /**
   * Looks for a genuine heartbeat of this moment.
   *
   * @throws StatusNotTrusted if one tells of another log of changes than the one in the database
   */
  void listen() {
    boolean wasHeard = areHeard();
    Optional<Heartbeat> fresh =
        repository.all().stream().filter(this::isFresh).findFirst().map(SealedHeartbeat::heartbeat);
    if (fresh.isPresent()) {
      requireSameLog(fresh.get().chain());
      heardAt = trustedTime.monotonicNanos();
      everHeard = true;
    } else if (everHeard && !wasHeard) {
      alarms.raise(
          AlarmKind.OTHER, "revocationmanagement", "no heartbeat: nothing is served from memory");
    }
  }

  private boolean isFresh(SealedHeartbeat sealed) {
    Duration age = Duration.between(sealed.heartbeat().at(), trustedTime.now()).abs();
    return age.compareTo(configuration.heartbeatSilence()) < 0
        && sealing.holds(sealed.heartbeat().text(), sealed.seal());
  }

  private void requireSameLog(ChangeChain told) {
    known.announced(told.sequence());
    ChangeChain here = known.chain();
    if (here.sequence() == told.sequence() && !here.link().equals(told.link())) {
      throw new StatusNotTrusted("the heartbeat tells of another log of changes");
    }
  }
}
