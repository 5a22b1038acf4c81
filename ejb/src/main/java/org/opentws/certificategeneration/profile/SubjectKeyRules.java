package org.opentws.certificategeneration.profile;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.teletrust.TeleTrusTObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.bouncycastle.math.ec.rfc8032.Ed448;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * Whether a public key is suitable for a certificate (R1.3, CG1.2): registration asks when an
 * application comes, generation asks again before it certifies.
 */
public final class SubjectKeyRules {
  private static final Map<ASN1ObjectIdentifier, String> CURVES =
      Map.of(
          SECObjectIdentifiers.secp256r1, "secp256r1",
          SECObjectIdentifiers.secp384r1, "secp384r1",
          SECObjectIdentifiers.secp521r1, "secp521r1",
          TeleTrusTObjectIdentifiers.brainpoolP256r1, "brainpoolP256r1",
          TeleTrusTObjectIdentifiers.brainpoolP384r1, "brainpoolP384r1",
          TeleTrusTObjectIdentifiers.brainpoolP512r1, "brainpoolP512r1");

  /** Of RFC 8410, with the octets of their points. */
  private static final Map<ASN1ObjectIdentifier, Edwards> EDWARDS =
      Map.of(
          EdECObjectIdentifiers.id_Ed25519, new Edwards("Ed25519", 32),
          EdECObjectIdentifiers.id_Ed448, new Edwards("Ed448", 57));

  private record Edwards(String name, int octets) {}

  private static final int UNCOMPRESSED = 4;

  private SubjectKeyRules() {}

  /**
   * Refuses an unsuitable key.
   *
   * @throws RequestRefused WEAK_KEY, naming the defect
   */
  public static void check(Der subjectPublicKeyInfo, AllowedKeys allowed) {
    defect(subjectPublicKeyInfo, allowed)
        .ifPresent(
            defect -> {
              throw new RequestRefused(Refusal.WEAK_KEY, "the key is refused: " + defect.title());
            });
  }

  /** The first defect found; empty for a suitable key. */
  public static Optional<KeyDefect> defect(Der subjectPublicKeyInfo, AllowedKeys allowed) {
    try {
      SubjectPublicKeyInfo info =
          SubjectPublicKeyInfo.getInstance(
              ASN1Primitive.fromByteArray(subjectPublicKeyInfo.octets()));
      if (!Der.of(info.getEncoded(ASN1Encoding.DER)).equals(subjectPublicKeyInfo)) {
        return Optional.of(KeyDefect.NOT_A_PUBLIC_KEY);
      }
      ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
      if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
        return ecDefect(info, allowed);
      }
      if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
        return rsaDefect(info, allowed);
      }
      Edwards edwards = EDWARDS.get(algorithm);
      if (edwards != null && allowed.curves().contains(edwards.name())) {
        return edwardsDefect(info, edwards);
      }
      return Optional.of(KeyDefect.ALGORITHM_NOT_ALLOWED);
    } catch (IOException | RuntimeException e) {
      // The parser reports some malformed input by unchecked exceptions.
      return Optional.of(KeyDefect.NOT_A_PUBLIC_KEY);
    }
  }

  private static Optional<KeyDefect> ecDefect(SubjectPublicKeyInfo info, AllowedKeys allowed) {
    ASN1Encodable parameters = info.getAlgorithm().getParameters();
    // RFC 5480, 2.1.1: a named curve, because explicit parameters can hide a weak one.
    if (!(parameters instanceof ASN1ObjectIdentifier curve)) {
      return Optional.of(KeyDefect.EXPLICIT_CURVE_PARAMETERS);
    }
    String name = CURVES.get(curve);
    if (name == null || !allowed.curves().contains(name)) {
      return Optional.of(KeyDefect.CURVE_NOT_ALLOWED);
    }
    byte[] point = info.getPublicKeyData().getOctets();
    if (point.length == 0 || point[0] != UNCOMPRESSED) {
      return Optional.of(KeyDefect.POINT_COMPRESSED);
    }
    X9ECParameters domain = ECNamedCurveTable.getByOID(curve);
    try {
      // Refuses a wrong length, coordinates outside the field and any point off the curve.
      return domain.getCurve().decodePoint(point).isInfinity()
          ? Optional.of(KeyDefect.POINT_NOT_ON_CURVE)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(KeyDefect.POINT_NOT_ON_CURVE);
    }
  }

  private static Optional<KeyDefect> edwardsDefect(SubjectPublicKeyInfo info, Edwards edwards) {
    // RFC 8410, 3: no parameters.
    byte[] point = info.getPublicKeyData().getOctets();
    if (info.getAlgorithm().getParameters() != null || point.length != edwards.octets()) {
      return Optional.of(KeyDefect.NOT_A_PUBLIC_KEY);
    }
    // Refuses points off the curve and those of small order.
    boolean valid =
        edwards.name().equals("Ed25519")
            ? Ed25519.validatePublicKeyFull(point, 0)
            : Ed448.validatePublicKeyFull(point, 0);
    return valid ? Optional.empty() : Optional.of(KeyDefect.POINT_NOT_ON_CURVE);
  }

  private static Optional<KeyDefect> rsaDefect(SubjectPublicKeyInfo info, AllowedKeys allowed)
      throws IOException {
    AllowedKeys.RsaBits bits = allowed.rsaBits();
    if (bits == null) {
      return Optional.of(KeyDefect.ALGORITHM_NOT_ALLOWED);
    }
    // RFC 3279, 2.3.1: the parameters are NULL.
    if (!DERNull.INSTANCE.equals(info.getAlgorithm().getParameters())) {
      return Optional.of(KeyDefect.NOT_A_PUBLIC_KEY);
    }
    RSAPublicKey key = RSAPublicKey.getInstance(info.parsePublicKey());
    // The library reads a negative modulus as another, positive one: it comes back differently.
    if (!Arrays.equals(key.getEncoded(ASN1Encoding.DER), info.getPublicKeyData().getOctets())) {
      return Optional.of(KeyDefect.NOT_A_PUBLIC_KEY);
    }
    return RsaModulusRules.defect(key.getModulus(), key.getPublicExponent(), bits);
  }
}
