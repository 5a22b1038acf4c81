package org.opentws.tools.ceremony;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.token.TokenInitialisation;
import org.opentws.secretsharing.SecretShare;
import org.opentws.secretsharing.SecretSharing;

/**
 * Tokens whose PIN nobody has (KM3.2): it exists as shares alone, one for each holder, of which a
 * number is needed. The same holds for the security officer's PIN and for the key under which keys
 * are backed up (KM6.4).
 */
final class ShareActions {
  private static final int BACKUP_KEY_OCTETS = 32;

  /** For how long the token may be open; an hour where nothing is said. */
  static final String OPEN_MINUTES = "open-minutes";

  /** The token whose shares open it, for a replica. */
  static final String SHARES_OF = "shares-of";

  static final String FORMER = "backup-key-of";

  /** What is split, and the name of a holder's file of it. */
  private enum Secret {
    PIN("pin"),
    SO_PIN("so-pin"),
    BACKUP_KEY("backup-key");

    private final String file;

    Secret(String file) {
      this.file = file;
    }
  }

  private ShareActions() {}

  /**
   * token, needed, holders[{account, directory}]: a new token with random PINs and a random backup
   * key, which the holders get in shares, in {directory}/{account}.{token}.pin.share and so on.
   * With backup-key-of[{account, directory}] the backup key is that of a token that was lost, by
   * the shares of it (KMF-e): backups of its keys come back in the new one.
   */
  static Map<String, Object> initialiseSharedToken(Ceremony ceremony, StepParameters with) {
    String token = with.text("token");
    List<StepParameters> holders = with.entries("holders");
    int needed = sharesNeeded(with);
    char[] pin = SecretFiles.newSecret().toCharArray();
    char[] soPin = SecretFiles.newSecret().toCharArray();
    byte[] backupKey = backupKey(with);
    try {
      // The shares are with their holders before the token needs them: a crash after this line
      // leaves no token whose PIN is lost.
      Map<String, Object> sets = new LinkedHashMap<>();
      sets.put("pin", handOut(with, Secret.PIN, octets(pin)));
      sets.put("so-pin", handOut(with, Secret.SO_PIN, octets(soPin)));
      sets.put("backup-key", handOut(with, Secret.BACKUP_KEY, backupKey.clone()));
      TokenInitialisation.initialise(ceremony.library(), token, soPin, pin);
      TokenInitialisation.putBackupKey(ceremony.library(), token, soPin, backupKey);
      ceremony.useActivatedToken(token, pin, openMax(with));
      Map<String, Object> facts = new LinkedHashMap<>();
      facts.put("token", token);
      facts.put("device", ceremony.token(token).deviceFacts());
      facts.put("backupKey", ceremony.token(token).backupKey().orElseThrow().checkValue());
      facts.put("sharesNeeded", needed);
      facts.put("holders", holders.stream().map(holder -> holder.text("account")).toList());
      facts.put("sets", sets);
      return facts;
    } finally {
      Arrays.fill(pin, '\0');
      Arrays.fill(soPin, '\0');
      Arrays.fill(backupKey, (byte) 0);
    }
  }

  private static int sharesNeeded(StepParameters with) {
    int needed = with.number("needed");
    if (needed < 2 || needed > with.entries("holders").size()) {
      throw new CeremonyFailure("KM3.2: at least two shares are needed, and not more than holders");
    }
    return needed;
  }

  /**
   * needed, holders[{account, directory}], backup-key-of: the backup key of a token whose PINs lie
   * in files. Whoever can open the token still cannot take a key out of it.
   */
  static Map<String, Object> giveBackupKey(Ceremony ceremony, StepParameters with, char[] soPin) {
    int needed = sharesNeeded(with);
    byte[] backupKey = backupKey(with);
    try {
      String set = handOut(with, Secret.BACKUP_KEY, backupKey.clone());
      TokenInitialisation.putBackupKey(ceremony.library(), with.text("token"), soPin, backupKey);
      return Map.of(
          "sharesNeeded",
          needed,
          "holders",
          with.entries("holders").stream().map(holder -> holder.text("account")).toList(),
          "sets",
          Map.of("backup-key", set));
    } finally {
      Arrays.fill(backupKey, (byte) 0);
    }
  }

  static Duration openMax(StepParameters with) {
    return with.values().containsKey(OPEN_MINUTES)
        ? Duration.ofMinutes(with.number(OPEN_MINUTES))
        : Duration.ofHours(1);
  }

  private static byte[] backupKey(StepParameters with) {
    return with.values().containsKey(FORMER)
        ? combined(with.text("token"), with.entries(FORMER), Secret.BACKUP_KEY)
        : newBackupKey();
  }

  private static String handOut(StepParameters with, Secret secret, byte[] octets) {
    List<StepParameters> holders = with.entries("holders");
    List<SecretShare> shares =
        new SecretSharing(SecretFiles.random())
            .split(octets, with.number("needed"), holders.size());
    for (int index = 0; index < holders.size(); index++) {
      SecretFiles.writeSecret(
          file(holders.get(index), with.text("token"), secret), shares.get(index).text());
    }
    String set = shares.get(0).set();
    shares.forEach(SecretShare::wipe);
    Arrays.fill(octets, (byte) 0);
    return set;
  }

  private static Path file(StepParameters holder, String token, Secret secret) {
    return holder
        .path("directory")
        .resolve("%s.%s.%s.share".formatted(holder.text("account"), token, secret.file));
  }

  /**
   * token, holders[{account, directory}]: a token that an earlier ceremony made, by its shares; by
   * those of another token, if it is that one's replica (shares-of).
   */
  static Map<String, Object> openSharedToken(Ceremony ceremony, StepParameters with) {
    String token = with.text("token");
    char[] pin = pin(with);
    try {
      ceremony.useActivatedToken(token, pin, openMax(with));
    } finally {
      Arrays.fill(pin, '\0');
    }
    List<String> holders =
        with.entries("holders").stream().map(holder -> holder.text("account")).toList();
    return Map.of(
        "token", token, "device", ceremony.token(token).deviceFacts(), "openedBy", holders);
  }

  /** token, holders[{account, directory}]: the PIN of a token's security officer; to be wiped. */
  static char[] soPin(StepParameters with) {
    return characters(with, Secret.SO_PIN);
  }

  /** The same of that token; empty if no holder has a share of it. */
  static Optional<char[]> soPinIfAny(StepParameters with, String token) {
    List<StepParameters> holders = with.entries("holders");
    return holders.stream().anyMatch(holder -> Files.exists(file(holder, token, Secret.SO_PIN)))
        ? Optional.of(characters(token, holders, Secret.SO_PIN))
        : Optional.empty();
  }

  /** The same: its user PIN. */
  static char[] pin(StepParameters with) {
    return characters(with, Secret.PIN);
  }

  /** The user PIN of that token. */
  static char[] pin(StepParameters with, String token) {
    return characters(token, with.entries("holders"), Secret.PIN);
  }

  /** The same: the key under which its keys are backed up. */
  static byte[] sharedBackupKey(StepParameters with) {
    return combined(sharedToken(with), with.entries("holders"), Secret.BACKUP_KEY);
  }

  static byte[] newBackupKey() {
    return SecretFiles.randomOctets(BACKUP_KEY_OCTETS);
  }

  private static char[] characters(StepParameters with, Secret wanted) {
    return characters(sharedToken(with), with.entries("holders"), wanted);
  }

  private static char[] characters(String token, List<StepParameters> holders, Secret wanted) {
    byte[] secret = combined(token, holders, wanted);
    try {
      return new String(secret, StandardCharsets.UTF_8).toCharArray();
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private static String sharedToken(StepParameters with) {
    return with.text(with.values().containsKey(SHARES_OF) ? SHARES_OF : "token");
  }

  private static byte[] combined(String token, List<StepParameters> holders, Secret secret) {
    List<SecretShare> shares = new ArrayList<>();
    try {
      for (StepParameters holder : holders) {
        shares.add(SecretShare.parse(SecretFiles.read(file(holder, token, secret))));
      }
      return SecretSharing.combine(shares);
    } catch (RequestRefused e) {
      throw new CeremonyFailure("the shares give no secret: " + e.detail(), e);
    } finally {
      shares.forEach(SecretShare::wipe);
    }
  }

  private static byte[] octets(char[] characters) {
    return new String(characters).getBytes(StandardCharsets.UTF_8);
  }
}
