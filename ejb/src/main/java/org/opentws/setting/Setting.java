package org.opentws.setting;

import java.util.Arrays;
import java.util.Optional;

/**
 * The settings. Their bounds stand here and nowhere else: an administrator can make the system
 * stricter or a little more patient, and switch nothing off.
 */
public enum Setting {
  /** IA1.2. */
  SESSION_IDLE(
      "session-idle-minutes", Unit.MINUTES, 1, 30, "a session ends after this time without use"),

  /** A working day and a night's watch at most. */
  SESSION("session-minutes", Unit.MINUTES, 15, 1440, "a session ends after this time in any case"),

  /** IA2.1. */
  LOGIN_ATTEMPTS(
      "login-attempts", Unit.ATTEMPTS, 3, 10, "wrong attempts in a row until an account is locked"),

  /** IA2.1. */
  LOGIN_LOCK("login-lock-minutes", Unit.MINUTES, 1, 1440, "how long a locked account stays locked");

  /** What a value counts. */
  public enum Unit {
    MINUTES,
    ATTEMPTS
  }

  private final String settingName;
  private final Unit unit;
  private final int min;
  private final int max;
  private final String meaning;

  Setting(String settingName, Unit unit, int min, int max, String meaning) {
    this.settingName = settingName;
    this.unit = unit;
    this.min = min;
    this.max = max;
    this.meaning = meaning;
  }

  /** The setting of this name; empty if there is none. */
  public static Optional<Setting> named(String name) {
    return Arrays.stream(values()).filter(setting -> setting.settingName.equals(name)).findFirst();
  }

  /** Stable: it stands in addresses, rows and records. */
  public String settingName() {
    return settingName;
  }

  public Unit unit() {
    return unit;
  }

  /** The least value that is accepted. */
  public int min() {
    return min;
  }

  /** The greatest value that is accepted. */
  public int max() {
    return max;
  }

  public String meaning() {
    return meaning;
  }

  boolean accepts(int value) {
    return value >= min && value <= max;
  }

  /** What records about it name as their object. */
  String object() {
    return "setting:" + settingName;
  }
}
