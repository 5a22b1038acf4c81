package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.keymanagement.approval.OperatingMode;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers what the devices answered and records when one is lost or returns: transitions only. A
 * transition that cannot be recorded counts as not seen, so that the next round records it.
 */
@ApplicationScoped
class DeviceBoard implements DeviceHealth {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceBoard.class);

  @Inject CryptographicDevices devices;
  @Inject DeviceReconciliation reconciliation;
  @Inject DeviceStandings standings;
  @Inject Takeover takeover;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  private final Map<String, DeviceStatus> known = new ConcurrentHashMap<>();

  /** Labels that the register did not know in the last round, by device. */
  private final Map<String, Set<String>> suspects = new ConcurrentHashMap<>();

  @Override
  public List<DeviceStatus> devices() {
    return devices.tokens().stream()
        .map(token -> known.getOrDefault(token, neverAsked(token)))
        .map(this::asItStands)
        .toList();
  }

  private DeviceStatus neverAsked(String token) {
    return new DeviceStatus(
        token,
        false,
        time.now(),
        Optional.empty(),
        Optional.empty(),
        Set.of(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public OperatingMode mode() {
    return standings.mode();
  }

  /** Persons open and lock it, and the list changes: so that this is asked when it is shown. */
  private DeviceStatus asItStands(DeviceStatus seen) {
    return new DeviceStatus(
        seen.token(),
        seen.up(),
        seen.since(),
        seen.facts(),
        devices.state(seen.token()),
        seen.orphans(),
        seen.facts().map(standings::of),
        seen.backupKey());
  }

  /**
   * Asks the device.
   *
   * @return true if it answers now and did not when last asked
   */
  boolean probe(String token) {
    Optional<DeviceStatus> before = Optional.ofNullable(known.get(token));
    try {
      DeviceFacts facts = devices.facts(token);
      Optional<BackupKeyFacts> backupKey = before.flatMap(DeviceStatus::backupKey);
      if (!devices.isLocked(token)) {
        backupKey = devices.with(token, DeviceBoard::askLoggedIn);
      }
      return seenUp(token, facts, backupKey, before);
    } catch (HsmUnavailable e) {
      seenDown(token, before, e.toString());
      return false;
    } catch (ServiceUnavailable e) {
      seenDown(token, before, String.valueOf(e.getCause()));
      return false;
    }
  }

  /** A list of keys needs a session that is logged in. */
  private static Optional<BackupKeyFacts> askLoggedIn(HsmConnection device) {
    device.keyLabels();
    return device.backupKey();
  }

  private boolean seenUp(
      String token,
      DeviceFacts facts,
      Optional<BackupKeyFacts> backupKey,
      Optional<DeviceStatus> before) {
    // A device that says something else of itself is another one, although it was never missed.
    boolean returned =
        before
            .filter(DeviceStatus::up)
            .flatMap(DeviceStatus::facts)
            .filter(facts::equals)
            .isEmpty();
    Instant since = before.filter(DeviceStatus::up).map(DeviceStatus::since).orElseGet(time::now);
    if (returned) {
      record(AuditEventType.DEVICE_RETURNED, Outcome.SUCCESS, token, standings.details(facts));
    }
    standings.seen(token, facts);
    takeover.returned(token);
    Set<String> orphans = before.map(DeviceStatus::orphans).orElse(Set.of());
    known.put(
        token,
        new DeviceStatus(
            token,
            true,
            since,
            Optional.of(facts),
            Optional.empty(),
            orphans,
            Optional.empty(),
            backupKey));
    return returned;
  }

  private void seenDown(String token, Optional<DeviceStatus> before, String reason) {
    takeover.lost(token);
    if (before.isPresent() && !before.get().up()) {
      return;
    }
    LOG.error("The cryptographic device '{}' does not answer: {}", token, reason);
    record(AuditEventType.DEVICE_LOST, Outcome.FAILURE, token, Map.of("reason", shortened(reason)));
    known.put(token, before.orElseGet(() -> neverAsked(token)).lost(time.now()));
  }

  /**
   * Looks for keys that the register does not know, and records each once (KMF-a). A key counts
   * only when it was unknown in the round before too: one that is being generated at this moment is
   * unknown until its transaction commits.
   */
  void reconcile(String token) {
    DeviceStatus before = known.get(token);
    if (before == null || !before.up() || devices.isLocked(token)) {
      return;
    }
    Set<String> unknown = reconciliation.orphans(token);
    Set<String> suspected = suspects.getOrDefault(token, Set.of());
    Set<String> orphans = new TreeSet<>(unknown);
    orphans.retainAll(suspected);
    for (String label : orphans) {
      if (!before.orphans().contains(label)) {
        recordOrphan(token, label);
      }
    }
    suspects.put(token, unknown);
    known.computeIfPresent(token, (name, now) -> now.withOrphans(orphans));
  }

  private void recordOrphan(String token, String label) {
    LOG.error("The device '{}' has a key '{}' that the register does not know", token, label);
    audit.recordAndWait(
        AuditEvent.alarm(
            AlarmKind.KEY_UNKNOWN,
            "keymanagement",
            "device:" + token,
            Map.of(
                "label",
                label,
                "reason",
                "key unknown to the register: destroy it (DESTROY_KEY)")));
  }

  private void record(
      AuditEventType type, Outcome outcome, String token, Map<String, String> details) {
    audit.recordAndWait(new AuditEvent(type, outcome, "keymanagement", "device:" + token, details));
  }

  private static String shortened(String reason) {
    return reason.length() > 200 ? reason.substring(0, 200) : reason;
  }
}
