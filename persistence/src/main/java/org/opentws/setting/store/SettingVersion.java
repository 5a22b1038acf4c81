package org.opentws.setting.store;

import java.time.Instant;

/**
 * One change of a setting.
 *
 * @param version 1 for the first change of this setting
 * @param account who changed it
 */
public record SettingVersion(
    String name, int version, int value, String account, String reason, Instant at) {}
