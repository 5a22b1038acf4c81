package org.opentws.setting.store;

/** A version as it stands in the database. */
public record SealedSetting(SettingVersion version, String seal) {}
