package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.AlgorithmNames;
import org.opentws.keymanagement.store.KeyPurpose;

/**
 * The algorithms and lengths of TSP and infrastructure keys that this system can handle (KM1.5).
 * Which of them may be used, and until when, says the {@link
 * org.opentws.keymanagement.catalogue.AlgorithmCatalogue}.
 */
public enum KeyAlgorithm {
  EC_P256("EC:secp256r1", "SHA256withECDSA"),
  EC_P384("EC:secp384r1", "SHA384withECDSA"),
  EC_P521("EC:secp521r1", "SHA512withECDSA"),
  BRAINPOOL_P256("EC:brainpoolP256r1", "SHA256withECDSA"),
  BRAINPOOL_P384("EC:brainpoolP384r1", "SHA384withECDSA"),
  BRAINPOOL_P512("EC:brainpoolP512r1", "SHA512withECDSA"),
  ED25519("ED:Ed25519", "Ed25519"),
  ED448("ED:Ed448", "Ed448"),
  RSA_3072("RSA:3072", "SHA256withRSA"),
  RSA_4096("RSA:4096", "SHA512withRSA");

  /** What WildFly's TLS, seals and the audit log's checkpoints can do as well. */
  private static final Set<KeyAlgorithm> INFRASTRUCTURE =
      EnumSet.of(EC_P256, EC_P384, EC_P521, RSA_3072, RSA_4096);

  private final String code;
  private final String signatureAlgorithm;

  KeyAlgorithm(String code, String signatureAlgorithm) {
    this.code = code;
    this.signatureAlgorithm = signatureAlgorithm;
  }

  /** As in the register and towards the device, for example "EC:secp256r1". */
  public String code() {
    return code;
  }

  /** JCA name of the signature algorithm that goes with the key, for example "SHA256withECDSA". */
  public String signatureAlgorithm() {
    return signatureAlgorithm;
  }

  /** When the catalogue ends it, or the hash that is signed with it. */
  Instant end(AlgorithmCatalogue catalogue) {
    return catalogue.signatureEnd(code, signatureAlgorithm);
  }

  /**
   * Reads the code.
   *
   * @throws RequestRefused WEAK_KEY if this system makes no such keys
   */
  public static KeyAlgorithm parse(String code) {
    return find(code).orElseThrow(() -> new RequestRefused(Refusal.WEAK_KEY, unknown(code)));
  }

  /** The algorithm of this code. */
  static Optional<KeyAlgorithm> find(String code) {
    return Arrays.stream(values()).filter(algorithm -> algorithm.code.equals(code)).findFirst();
  }

  /** Of a public key; empty if this system cannot handle it. */
  public static Optional<KeyAlgorithm> of(SubjectPublicKeyInfo key) {
    return AlgorithmNames.ofKey(key).flatMap(KeyAlgorithm::find);
  }

  /**
   * Why this system cannot do with such a key what it is for; empty if it can. The device may still
   * lack the mechanism.
   */
  Optional<String> objection(KeyPurpose purpose) {
    return switch (purpose) {
      // C2SP signed-note: the signature type of checkpoints knows this algorithm only.
      case AUDIT_SIGNING ->
          this == EC_P256
              ? Optional.empty()
              : Optional.of("checkpoints of the audit log are signed with EC:secp256r1 only");
      case TLS_SERVER, DATABASE_CLIENT, MESSAGE_SEALING, MANAGEMENT_CERTIFICATE_SIGNING ->
          INFRASTRUCTURE.contains(this)
              ? Optional.empty()
              : Optional.of("TLS and seals of infrastructure keys know no " + code);
      case CERTIFICATE_SIGNING ->
          this == ED25519 || this == ED448
              ? Optional.of("certificates and CRLs are not signed with " + code + " yet")
              : Optional.empty();
      case TIME_STAMP_SIGNING ->
          this == ED448
              ? Optional.of("time-stamps are not signed with " + code + " yet (RFC 8419)")
              : Optional.empty();
      case OCSP_SIGNING -> Optional.empty();
    };
  }

  private static String unknown(String code) {
    String known =
        Arrays.stream(values()).map(KeyAlgorithm::code).collect(Collectors.joining(", "));
    String shown = code.length() > 40 ? code.substring(0, 40) : code;
    return "'"
        + shown
        + "' is no algorithm that keys are made of here (KM1.5); these are, as far as the algorithm"
        + " catalogue allows: "
        + known;
  }
}
