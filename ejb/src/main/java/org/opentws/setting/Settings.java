package org.opentws.setting;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.setting.store.SealedSetting;
import org.opentws.setting.store.SettingRepository;
import org.opentws.setting.store.SettingVersion;

/**
 * The settings in force, read at each use, so that a change counts at the next request on every
 * node. A row counts if this system wrote it and the audit log names no newer one (docs/seals.md);
 * else the configuration holds, and there is an alarm.
 */
@ApplicationScoped
public class Settings {
  @Inject SettingRepository repository;
  @Inject SettingHistory history;
  @Inject ConfiguredSettings configured;
  @Inject RowSeal rowSeal;
  @Inject AuditLog audit;

  /** Of what was found wrong: each is told of once by each node, though it is read all the time. */
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  /** Of a setting that is a time. */
  public Duration duration(Setting setting) {
    return changed(setting)
        .map(version -> Duration.ofMinutes(version.value()))
        .orElseGet(() -> configured.duration(setting));
  }

  /** Wrong attempts in a row until an account is locked. */
  public int loginAttempts() {
    return changed(Setting.LOGIN_ATTEMPTS)
        .map(SettingVersion::value)
        .orElseGet(configured::attemptsMax);
  }

  /** The change that counts; empty while the configuration does. */
  Optional<SettingVersion> changed(Setting setting) {
    Found found = find(setting);
    if (!found.agree()) {
      // Somebody may have changed it between the two looks.
      found = find(setting);
    }
    if (!found.agree()) {
      alarm(
          setting,
          "version %s is in the database, and %s in the audit log"
              .formatted(words(found.there()), words(found.recorded())));
    }
    return found
        .recorded()
        .flatMap(version -> repository.find(setting.settingName(), version))
        .filter(row -> isGenuine(setting, row))
        .map(SealedSetting::version)
        .filter(version -> setting.accepts(version.value()));
  }

  /** Versions: the newest one that has a row, and the newest one that the audit log names. */
  private record Found(Optional<Integer> there, Optional<Integer> recorded) {
    boolean agree() {
      return there.equals(recorded);
    }

    int highest() {
      return Math.max(there.orElse(0), recorded.orElse(0));
    }
  }

  private Found find(Setting setting) {
    Optional<Integer> there = repository.newest(setting.settingName());
    return new Found(there, history.newestVersion(setting));
  }

  private static String words(Optional<Integer> version) {
    return version.map(String::valueOf).orElse("none");
  }

  /** The number that the next change gets. */
  int nextVersion(Setting setting) {
    return find(setting).highest() + 1;
  }

  /** Stores a version, sealed, in the transaction that records it. */
  void store(SettingVersion version) {
    repository.add(new SealedSetting(version, rowSeal.seal(statement(version))));
  }

  private boolean isGenuine(Setting setting, SealedSetting row) {
    boolean genuine = rowSeal.holds(statement(row.version()), row.seal());
    if (!genuine) {
      alarm(
          setting, "version %d was not written by this system".formatted(row.version().version()));
    }
    return genuine;
  }

  private void alarm(Setting setting, String reason) {
    String told = setting.settingName() + ": " + reason;
    if (alarmed.add(told)) {
      audit.recordAsync(
          AuditEvent.alarm(
              AlarmKind.ROW_FORGED, "setting", setting.object(), Map.of("reason", reason)),
          failure -> {
            if (failure != null) {
              alarmed.remove(told);
            }
          });
    }
  }

  private static SealedText statement(SettingVersion version) {
    return SealedText.of(
        "opentws-setting-1",
        List.of(
            version.name(),
            Integer.toString(version.version()),
            Integer.toString(version.value()),
            version.account(),
            version.reason(),
            Long.toString(version.at().toEpochMilli())));
  }
}
