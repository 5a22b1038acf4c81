package org.opentws.setting;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.setting.store.SettingVersion;
import org.opentws.time.TrustedTime;

/** What a System Administrator changes while the system runs (M1.2d), alone and on record. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class SettingService {
  private static final int REASON_LENGTH_MAX = 500;

  @Inject Settings settings;
  @Inject ConfiguredSettings configured;
  @Inject AuditLog audit;
  @Inject CurrentCaller caller;
  @Inject TrustedTime time;

  /** All of them, as they are now. */
  @RolesAllowed(PermissionName.SETTING_READ)
  public List<SettingView> settings() {
    return Arrays.stream(Setting.values())
        .map(setting -> view(setting, settings.changed(setting)))
        .toList();
  }

  private SettingView view(Setting setting, Optional<SettingVersion> version) {
    return SettingView.of(setting, version, configured.text(setting));
  }

  /**
   * Changes one, from the next request on and on every node.
   *
   * @param value in the setting's unit
   * @param reason 1 to 500 printable characters
   * @throws RequestRefused NOT_FOUND; MALFORMED_REQUEST for a value out of bounds; WRONG_STATE if
   *     another one changed it meanwhile
   */
  @RolesAllowed(PermissionName.SETTING_CHANGE)
  public SettingView change(String name, int value, String reason) {
    Setting setting =
        Setting.named(name)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such setting"));
    requireWords(reason);
    String before = view(setting, settings.changed(setting)).value();
    if (!setting.accepts(value)) {
      throw outOfBounds(setting, value, before);
    }
    SettingVersion version =
        new SettingVersion(
            name,
            settings.nextVersion(setting),
            value,
            caller.get().account(),
            reason,
            time.now().truncatedTo(ChronoUnit.MILLIS));
    settings.store(version);
    Map<String, String> details = details(setting, value, before, reason);
    details.put("version", Integer.toString(version.version()));
    audit.record(event(setting, Outcome.SUCCESS, details));
    return view(setting, Optional.of(version));
  }

  private static void requireWords(String reason) {
    if (reason.isBlank()
        || reason.length() > REASON_LENGTH_MAX
        || reason.chars().anyMatch(Character::isISOControl)) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "reason: 1 to 500 printable characters");
    }
  }

  /** Somebody who tries to loosen it beyond its bounds is to be seen. */
  private RequestRefused outOfBounds(Setting setting, int value, String before) {
    String why = "%s: from %d to %d".formatted(setting.settingName(), setting.min(), setting.max());
    audit.recordAndWait(event(setting, Outcome.REFUSED, details(setting, value, before, why)));
    return new RequestRefused(Refusal.MALFORMED_REQUEST, why);
  }

  private static Map<String, String> details(
      Setting setting, int value, String before, String reason) {
    Map<String, String> details = new HashMap<>();
    details.put("name", setting.settingName());
    details.put("valueBefore", before);
    details.put("valueAfter", Integer.toString(value));
    details.put("reason", reason);
    return details;
  }

  private AuditEvent event(Setting setting, Outcome outcome, Map<String, String> details) {
    return new AuditEvent(
        AuditEventType.SETTING_CHANGED, outcome, caller.get().account(), setting.object(), details);
  }
}
