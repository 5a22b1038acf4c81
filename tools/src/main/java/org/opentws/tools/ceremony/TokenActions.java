package org.opentws.tools.ceremony;

import java.nio.file.Path;
import java.security.PublicKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.token.TokenInitialisation;
import org.opentws.value.Sha256;

/** Steps that prepare a token and make keys in it. */
final class TokenActions {
  static final String BACKUP = "backup";

  private TokenActions() {}

  /**
   * token, secrets: a new token with random PINs in {secrets}/{token}.pin and .so-pin. With holders
   * (and needed, backup-key-of) it gets a backup key, which they have in shares.
   */
  static Map<String, Object> initialiseToken(Ceremony ceremony, StepParameters with) {
    String token = with.text("token");
    Path pinFile = with.path("secrets").resolve(token + ".pin");
    Path soPinFile = with.path("secrets").resolve(token + ".so-pin");
    SecretFiles.makePrivateDirectory(with.path("secrets"));
    String pin = SecretFiles.newSecret();
    String soPin = SecretFiles.newSecret();
    // The PINs are on disk before the token needs them: a crash here leaves no token without its
    // PIN.
    SecretFiles.writeSecret(soPinFile, soPin);
    SecretFiles.writeSecret(pinFile, pin);
    TokenInitialisation.initialise(
        ceremony.library(), token, soPin.toCharArray(), pin.toCharArray());
    Map<String, Object> facts = new LinkedHashMap<>();
    if (with.values().containsKey(DestructionActions.HOLDERS)) {
      facts.putAll(ShareActions.giveBackupKey(ceremony, with, soPin.toCharArray()));
    }
    ceremony.useToken(token, pinFile);
    facts.put("token", token);
    facts.put("device", ceremony.token(token).deviceFacts());
    ceremony
        .token(token)
        .backupKey()
        .ifPresent(backupKey -> facts.put("backupKey", backupKey.checkValue()));
    return facts;
  }

  /** token, secrets: a token that an earlier ceremony made. */
  static Map<String, Object> openToken(Ceremony ceremony, StepParameters with) {
    String token = with.text("token");
    ceremony.useToken(token, with.path("secrets").resolve(token + ".pin"));
    return Map.of("token", token, "device", ceremony.token(token).deviceFacts());
  }

  /** token, label, algorithm. */
  static Map<String, Object> generateKey(Ceremony ceremony, StepParameters with) {
    String label = with.text("label");
    var token = ceremony.token(with.text("token"));
    PublicKey publicKey = token.generateKeyPair(label, with.text("algorithm"), protection(with));
    KeyFacts facts = token.keyFacts(label);
    // KM2.1: believe the device, not the request.
    if (!facts.local() || !facts.sensitive() || !facts.signOnly() || leaves(facts)) {
      token.destroy(label);
      throw new CeremonyFailure("the device made " + label + " without protection: " + facts);
    }
    ceremony.used(with.text("token"), label);
    return Map.of(
        "label", label, "key", facts, "publicKeySha256", Sha256.hex(publicKey.getEncoded()));
  }

  /** token, label: the key's objects are gone from the token afterwards (KM5.1). */
  static Map<String, Object> destroyKey(Ceremony ceremony, StepParameters with) {
    String label = with.text("label");
    var token = ceremony.token(with.text("token"));
    if (!token.keyLabels().contains(label)) {
      throw new CeremonyFailure("the token has no key " + label);
    }
    Map<String, Object> entry = KeyEntry.of(token, label);
    token.destroy(label);
    if (token.keyLabels().contains(label)) {
      throw new CeremonyFailure("the token still has the key " + label);
    }
    Object publicKey = Objects.requireNonNull(entry.get("publicKeySha256"));
    ceremony.ended(with.text("token"), label, entry);
    return Map.of("label", label, "publicKeySha256", publicKey, "destroyed", true);
  }

  /**
   * Nothing: no token is open after it; the persons confirm that they switch the machine off
   * (KM1.6-s2).
   */
  static Map<String, Object> powerDown(Ceremony ceremony, StepParameters with) {
    return Map.of("tokensWereOpen", ceremony.endAllUses());
  }

  /** backup: yes, if it shall be possible to back the key up under the token's backup key. */
  static KeyProtection protection(StepParameters with) {
    return with.isYes(BACKUP) ? KeyProtection.BACKUP_UNDER_TRUSTED_KEY : KeyProtection.NEVER_LEAVES;
  }

  private static boolean leaves(KeyFacts facts) {
    return facts.extractable() ? !facts.wrapWithTrusted() : !facts.neverExtractable();
  }
}
