package org.opentws.tools.backup;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Properties;
import org.opentws.backup.BackupCipher;
import org.opentws.backup.BackupFault;
import org.opentws.backup.BackupManifest;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.tools.device.DeviceSetting;

/** Opens a backup's key in the device that holds the key-encryption key (BK2.2). */
final class BackupKey {
  private BackupKey() {}

  /**
   * What the tables are opened with. A device that lacks the key-encryption key gets it from the
   * backup if persons gave it the backup key of the former one.
   *
   * @param configuration of the server
   * @param secrets the launcher's folder with PINs
   * @throws BackupFault the device cannot open it
   */
  static BackupCipher open(BackupManifest manifest, Path configuration, Path secrets)
      throws IOException, BackupFault {
    BackupManifest.Key key = manifest.key();
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(configuration)) {
      settings.load(in);
    }
    DeviceSetting device = DeviceSetting.of(key.token(), settings, secrets);
    try (TokenAccess token = new TokenAccess(device.token())) {
      if (token.wrappingKey(key.kek()).isEmpty()) {
        restore(token, key);
      }
      byte[] octets = token.unwrapSecret(key.kek(), Base64.getDecoder().decode(key.wrapped()));
      try {
        return new BackupCipher(manifest.id(), octets);
      } finally {
        Arrays.fill(octets, (byte) 0);
      }
    } catch (HsmUnavailable | IllegalArgumentException e) {
      throw new BackupFault(
          "the device " + key.token() + " cannot open the backup's key: " + e.getMessage(), e);
    }
  }

  private static void restore(TokenAccess token, BackupManifest.Key key) throws BackupFault {
    if (key.kekBackup().isEmpty() || token.backupKey().isEmpty()) {
      throw new BackupFault(
          "the device "
              + key.token()
              + " has no key "
              + key.kek()
              + ", and no backup key to bring it back with");
    }
    token.restoreWrappingKey(key.kek(), Base64.getDecoder().decode(key.kekBackup()));
  }
}
