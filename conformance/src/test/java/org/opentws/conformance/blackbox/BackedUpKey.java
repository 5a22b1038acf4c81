package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESEngine;
import org.bouncycastle.crypto.engines.RFC5649WrapEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * A CA's key that may be backed up; and what whoever has both officers' shares of the backup key
 * can do with its backup outside of any device: the private key becomes known, so that one can look
 * where it is not.
 */
final class BackedUpKey {
  static final String OWNER = "backup-check";
  private static final int DIGEST_OCTETS = 16;

  private final RunningSystem system;
  private final Journey journey;
  private final String keyId;

  private BackedUpKey(RunningSystem system, Journey journey, String keyId) {
    this.system = system;
    this.journey = journey;
    this.keyId = keyId;
  }

  /** A new P-384 key, made by two persons. */
  static BackedUpKey made(RunningSystem system, Journey journey) {
    return new BackedUpKey(system, journey, generated(journey, "yes"));
  }

  /** The id of a new key of the same kind. */
  static String generated(Journey journey, String backup) {
    return journey
        .operation(
            "GENERATE_KEY",
            Map.of(
                "purpose",
                "CERTIFICATE_SIGNING",
                "owner",
                OWNER,
                "token",
                Activation.DEVICE,
                "algorithm",
                "EC:secp384r1",
                "backup",
                backup))
        .get("keyId")
        .asText();
  }

  String keyId() {
    return keyId;
  }

  /** Its line in the register. */
  JsonNode line() {
    return journey.key(keyId);
  }

  /** A backup that two persons had made, as it lies in the database. */
  byte[] backUp() {
    JsonNode made = journey.operation("BACKUP_KEY", Map.of("keyId", keyId));
    assertEquals("AES-256 KWP (RFC 5649)", made.get("encryption").asText());
    // As holders of shares can tell theirs from another.
    JsonNode backupKey = journey.device(Activation.DEVICE).get("backupKey");
    assertEquals("AES:256", backupKey.get("algorithm").asText());
    assertEquals(made.get("backupKey"), backupKey.get("checkValue"));
    try (Superuser superuser = new Superuser(system)) {
      return HexFormat.of()
          .parseHex(
              superuser
                  .texts(
                      "select encode(wrapped, 'hex') from key_backup where backup_id = ?",
                      made.get("backupId").asText())
                  .get(0));
    }
  }

  JsonNode destroy() {
    return journey.operation("DESTROY_KEY", Map.of("keyId", keyId));
  }

  /**
   * The private key in the backup, by RFC 5649 with the key that the shares give.
   *
   * @return the private number, 48 octets
   */
  byte[] opened(byte[] backup) throws InvalidCipherTextException, IOException {
    RFC5649WrapEngine engine = new RFC5649WrapEngine(AESEngine.newInstance());
    engine.init(false, new KeyParameter(backupKey()));
    PrivateKeyInfo opened = PrivateKeyInfo.getInstance(engine.unwrap(backup, 0, backup.length));
    BigInteger number = ECPrivateKey.getInstance(opened.parsePrivateKey()).getKey();
    assertEquals(line().get("spkiSha256").asText(), fingerprint(number), "another key");
    byte[] octets = number.toByteArray();
    return octets[0] == 0 ? Arrays.copyOfRange(octets, 1, octets.length) : octets;
  }

  /** SHA-256 of the public key that belongs to the private number. */
  private static String fingerprint(BigInteger number) throws IOException {
    var domain = ECNamedCurveTable.getByOID(SECObjectIdentifiers.secp384r1);
    byte[] point = domain.getG().multiply(number).normalize().getEncoded(false);
    SubjectPublicKeyInfo info =
        new SubjectPublicKeyInfo(
            new AlgorithmIdentifier(
                X9ObjectIdentifiers.id_ecPublicKey, SECObjectIdentifiers.secp384r1),
            point);
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(info.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What both holders together have on paper. */
  byte[] backupKey() throws IOException {
    return combined(system, "backup-key");
  }

  /** A secret of the device that exists in shares alone (docs/ceremony.md): Shamir over octets. */
  static byte[] combined(RunningSystem system, String secret) throws IOException {
    Activation activation = new Activation(system);
    ShamirSplitSecretShare[] shares =
        Activation.HOLDERS.stream()
            .map(holder -> share(activation.share(holder, secret)))
            .toArray(ShamirSplitSecretShare[]::new);
    byte[] shared =
        new ShamirSplitSecret(
                ShamirSecretSplitter.Algorithm.AES, ShamirSecretSplitter.Mode.Table, shares)
            .getSecret();
    return Arrays.copyOfRange(shared, DIGEST_OCTETS, shared.length);
  }

  /** {@code otws1-2of2-NUMBER-SET-VALUE-...-CHECK}. */
  private static ShamirSplitSecretShare share(String line) {
    String[] parts = line.split("-");
    String value = String.join("", Arrays.copyOfRange(parts, 4, parts.length - 1));
    return new ShamirSplitSecretShare(HexFormat.of().parseHex(value), Integer.parseInt(parts[2]));
  }
}
