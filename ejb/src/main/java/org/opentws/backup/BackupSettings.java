package org.opentws.backup;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Where backups are kept.
 *
 * @param directory {@code opentws.backup.directory}: of this node; other media by the operating
 *     system (default {@code backup} in the server's data)
 * @param orderLife {@code opentws.backup.order-life}: for how long an order to restore may be used
 *     (default PT4H)
 */
record BackupSettings(Path directory, Duration orderLife) {
  private static final String DIRECTORY = "opentws.backup.directory";
  private static final String ORDER_LIFE = "opentws.backup.order-life";

  BackupSettings {
    if (orderLife.isNegative() || orderLife.isZero()) {
      throw new IllegalArgumentException(ORDER_LIFE + " must be longer than nothing");
    }
  }

  static BackupSettings configured() {
    return from(ConfigProvider.getConfig());
  }

  static BackupSettings from(Config config) {
    return new BackupSettings(
        config
            .getOptionalValue(DIRECTORY, String.class)
            .map(Path::of)
            .orElseGet(
                () -> Path.of(config.getValue("jboss.server.data.dir", String.class), "backup")),
        Duration.parse(config.getOptionalValue(ORDER_LIFE, String.class).orElse("PT4H")));
  }
}
