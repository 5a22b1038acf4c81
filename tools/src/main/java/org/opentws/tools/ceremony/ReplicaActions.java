package org.opentws.tools.ceremony;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.opentws.hsm.token.TokenInitialisation;

/**
 * A second token that takes over when the first one is away: the same PINs, and the same backup
 * key, under which keys come from the one into the other (KM6.4).
 */
final class ReplicaActions {
  static final String REPLACE = "replace-backup-key";

  private ReplicaActions() {}

  /**
   * token, replica, and holders[{account, directory}] for a token that persons activate: the
   * replica gets its PINs and its backup key, all out of their shares. Or secrets for a token that
   * opens by itself: the PINs come from {secrets}/{token}.pin and .so-pin, are written to
   * {secrets}/{replica}.pin and .so-pin as well, and both tokens get a new backup key that nobody
   * else has; {@code replace-backup-key: yes} if the first has one already, for backups that were
   * made under it are lost.
   */
  static Map<String, Object> initialiseReplica(Ceremony ceremony, StepParameters with) {
    String token = with.text("token");
    boolean shared = with.values().containsKey(DestructionActions.HOLDERS);
    char[] pin = shared ? ShareActions.pin(with) : fileOf(with, ".pin");
    char[] soPin = shared ? ShareActions.soPin(with) : fileOf(with, ".so-pin");
    byte[] backupKey = shared ? ShareActions.sharedBackupKey(with) : ShareActions.newBackupKey();
    try {
      if (!shared) {
        putIntoFirst(ceremony.library(), with, soPin, backupKey);
        keepPins(with, pin, soPin);
      }
      String replica = with.text("replica");
      TokenInitialisation.initialise(ceremony.library(), replica, soPin, pin);
      TokenInitialisation.putBackupKey(ceremony.library(), replica, soPin, backupKey);
      ceremony.useActivatedToken(replica, pin, ShareActions.openMax(with));
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("token", replica);
      facts.put("replicaOf", token);
      facts.put("device", ceremony.token(replica).deviceFacts());
      facts.put("backupKey", ceremony.token(replica).backupKey().orElseThrow().checkValue());
      return facts;
    } finally {
      Arrays.fill(pin, '\0');
      Arrays.fill(soPin, '\0');
      Arrays.fill(backupKey, (byte) 0);
    }
  }

  // A crash after this line leaves a backup key in the first token that nobody knows: harmless, and
  // the next ceremony says replace-backup-key.
  private static void putIntoFirst(
      Path library, StepParameters with, char[] soPin, byte[] backupKey) {
    String token = with.text("token");
    if (replaces(with)) {
      TokenInitialisation.removeBackupKey(library, token, soPin);
    }
    TokenInitialisation.putBackupKey(library, token, soPin, backupKey);
  }

  /** Under the replica's name as well, for whoever opens, checks or empties it. */
  private static void keepPins(StepParameters with, char[] pin, char[] soPin) {
    keep(with, ".pin", String.valueOf(pin));
    keep(with, ".so-pin", String.valueOf(soPin));
  }

  private static void keep(StepParameters with, String ending, String secret) {
    Path file = with.path("secrets").resolve(with.text("replica") + ending);
    // Of a replica that was lost: its successor has the same PINs.
    if (!Files.exists(file) || !SecretFiles.read(file).strip().equals(secret)) {
      SecretFiles.writeSecret(file, secret);
    }
  }

  static boolean replaces(StepParameters with) {
    return with.isYes(REPLACE);
  }

  private static char[] fileOf(StepParameters with, String ending) {
    Path file = with.path("secrets").resolve(with.text("token") + ending);
    return SecretFiles.read(file).strip().toCharArray();
  }
}
