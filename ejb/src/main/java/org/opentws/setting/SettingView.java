package org.opentws.setting;

import java.io.Serializable;
import java.time.Instant;
import java.util.Optional;
import org.opentws.setting.store.SettingVersion;

/**
 * A setting as officers see it.
 *
 * @param value in force, in the unit
 * @param configured what holds without a change
 * @param min the least value that can be set
 * @param max the greatest one
 * @param lastChange the change that is in force; empty while the configuration holds
 */
public record SettingView(
    String name,
    String meaning,
    Setting.Unit unit,
    String value,
    String configured,
    int min,
    int max,
    Optional<Change> lastChange) {
  /** Who changed it, why and when. */
  public record Change(String account, String reason, Instant at) implements Serializable {}

  static SettingView of(Setting setting, Optional<SettingVersion> version, String configured) {
    return new SettingView(
        setting.settingName(),
        setting.meaning(),
        setting.unit(),
        version.map(changed -> Integer.toString(changed.value())).orElse(configured),
        configured,
        setting.min(),
        setting.max(),
        version.map(changed -> new Change(changed.account(), changed.reason(), changed.at())));
  }
}
