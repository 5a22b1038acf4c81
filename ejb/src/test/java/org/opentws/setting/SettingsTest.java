package org.opentws.setting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.HashSeal;
import org.opentws.access.store.Role;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.setting.store.SealedSetting;
import org.opentws.setting.store.SettingRepository;
import org.opentws.setting.store.SettingVersion;
import org.opentws.time.SetTime;

/** Settings within their bounds, whatever is written into the database (M1.2d). */
class SettingsTest {
  private static final String IDLE = Setting.SESSION_IDLE.settingName();

  private final Rows rows = new Rows();
  private final Log log = new Log();
  private final Settings settings = new Settings();
  private final SettingService service = new SettingService();

  private static final class Rows extends SettingRepository {
    final List<SealedSetting> all = new ArrayList<>();

    @Override
    public Optional<Integer> newest(String name) {
      return versions(name).max(Comparator.naturalOrder());
    }

    private Stream<Integer> versions(String name) {
      return all.stream()
          .map(SealedSetting::version)
          .filter(version -> version.name().equals(name))
          .map(SettingVersion::version);
    }

    @Override
    public Optional<SealedSetting> find(String name, int version) {
      return all.stream()
          .filter(row -> row.version().name().equals(name) && row.version().version() == version)
          .findFirst();
    }

    @Override
    public void add(SealedSetting sealed) {
      all.add(sealed);
    }
  }

  private static final class Log implements AuditLog {
    final List<AuditEvent> events = new ArrayList<>();

    @Override
    public void record(AuditEvent event) {
      events.add(event);
    }

    @Override
    public void recordAndWait(AuditEvent event) {
      events.add(event);
    }

    @Override
    public void recordAsync(AuditEvent event, Consumer<@Nullable ServiceUnavailable> completion) {
      events.add(event);
      completion.accept(null);
    }

    long alarms() {
      return events.stream().filter(event -> event.type() == AuditEventType.ALARM_RAISED).count();
    }

    Optional<Integer> version(String object) {
      return events.stream()
          .filter(event -> event.type() == AuditEventType.SETTING_CHANGED)
          .filter(event -> event.outcome() == Outcome.SUCCESS && event.object().equals(object))
          .map(event -> Integer.valueOf(event.details().getOrDefault("version", "0")))
          .max(Comparator.naturalOrder());
    }
  }

  @BeforeEach
  void house() {
    ConfiguredSettings configured = new ConfiguredSettings();
    configured.idleMax = Duration.ofSeconds(90);
    configured.sessionMax = Duration.ofHours(12);
    configured.attemptsMax = 5;
    configured.lock = Duration.ofMinutes(5);
    settings.repository = rows;
    settings.configured = configured;
    settings.rowSeal = new HashSeal();
    settings.audit = log;
    settings.history =
        new SettingHistory() {
          @Override
          Optional<Integer> newestVersion(Setting setting) {
            return log.version(setting.object());
          }
        };
    service.settings = settings;
    service.configured = configured;
    service.audit = log;
    service.caller = () -> new Caller("admin-1", "Admin One", Set.of(Role.SYSTEM_ADMINISTRATOR));
    service.time = new SetTime();
  }

  private Duration idle() {
    return settings.duration(Setting.SESSION_IDLE);
  }

  private static void refused(Refusal expected, Runnable action) {
    assertEquals(expected, assertThrows(RequestRefused.class, action::run).refusal());
  }

  @Test
  void theConfigurationHoldsUntilAChangeWhichCountsAtOnceAndIsRecorded() {
    assertEquals(Duration.ofSeconds(90), idle());
    assertEquals("1.5", service.settings().get(0).value());

    SettingView changed = service.change(IDLE, 10, "people wait");

    assertEquals(Duration.ofMinutes(10), idle());
    assertEquals(changed, service.settings().get(0));
    assertEquals("admin-1", changed.lastChange().orElseThrow().account());
    AuditEvent event = log.events.get(0);
    assertEquals("setting:" + IDLE, event.object());
    assertEquals(
        Map.of(
            "name",
            IDLE,
            "valueBefore",
            "1.5",
            "valueAfter",
            "10",
            "reason",
            "people wait",
            "version",
            "1"),
        event.details());
    service.change(IDLE, 20, "again");
    assertEquals(Duration.ofMinutes(20), idle());
    assertEquals(5, settings.loginAttempts());
    assertEquals(0, log.alarms());
  }

  @Test
  void outsideItsBoundsNothingIsAcceptedAndTheAttemptIsRecorded() {
    for (Setting setting : Setting.values()) {
      for (int value : new int[] {setting.min() - 1, setting.max() + 1, Integer.MIN_VALUE}) {
        refused(
            Refusal.MALFORMED_REQUEST, () -> service.change(setting.settingName(), value, "why"));
      }
    }
    assertEquals(List.of(), rows.all);
    assertEquals(3 * Setting.values().length, log.events.size());
    assertTrue(log.events.stream().allMatch(event -> event.outcome() == Outcome.REFUSED));
  }

  @Test
  void whatIsNoSettingOrHasNoReasonIsRefused() {
    refused(Refusal.NOT_FOUND, () -> service.change("audit", 10, "why"));
    for (String reason : List.of("", "  ", "a\nb", "x".repeat(501))) {
      refused(Refusal.MALFORMED_REQUEST, () -> service.change(IDLE, 10, reason));
    }
    assertEquals(List.of(), rows.all);
  }

  @Test
  void aRowWrittenByHandCountsForNothingAndRaisesOneAlarm() {
    SettingVersion forged = new SettingVersion(IDLE, 1, 30, "nobody", "", Instant.EPOCH);
    rows.all.add(new SealedSetting(forged, "seal"));

    assertEquals(Duration.ofSeconds(90), idle());
    assertEquals(Duration.ofSeconds(90), idle());

    assertEquals(1, log.alarms());
    service.change(IDLE, 10, "goes on");
    assertEquals(Duration.ofMinutes(10), idle());
  }

  @Test
  void aRowAlteredByHandCountsForNothing() {
    service.change(IDLE, 2, "strict");
    SealedSetting genuine = rows.all.get(0);
    SettingVersion version = genuine.version();
    rows.all.set(
        0,
        new SealedSetting(
            new SettingVersion(IDLE, 1, 30, version.account(), version.reason(), version.at()),
            genuine.seal()));

    assertEquals(Duration.ofSeconds(90), idle());
    assertEquals(1, log.alarms());
  }

  @Test
  void anOldRowPutBackCountsForNothing() {
    service.change(IDLE, 30, "loose");
    service.change(IDLE, 2, "strict");
    rows.all.remove(1);

    assertEquals(Duration.ofSeconds(90), idle());
    assertEquals(1, log.alarms());
    service.change(IDLE, 3, "set right");
    assertEquals(Duration.ofMinutes(3), idle());
  }

  @Test
  void namesAreUniqueAndBoundsAreBounds() {
    assertEquals(
        Setting.values().length,
        Arrays.stream(Setting.values()).map(Setting::settingName).distinct().count());
    for (Setting setting : Setting.values()) {
      assertTrue(setting.min() > 0 && setting.min() < setting.max(), setting.toString());
    }
    assertFalse(Setting.SESSION_IDLE.accepts(31));
    assertThrows(IllegalArgumentException.class, () -> settings.duration(Setting.LOGIN_ATTEMPTS));
  }
}
