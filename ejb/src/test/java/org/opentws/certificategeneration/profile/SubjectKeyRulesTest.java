package org.opentws.certificategeneration.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

class SubjectKeyRulesTest {
  private static final AllowedKeys ALLOWED =
      Drafts.CATALOGUE.get("qualified-esign-natural-person").publicKey();
  private static final BigInteger F4 = BigInteger.valueOf(65537);

  /** Repeatable, so that a failure can be looked at; these keys protect nothing. */
  private static final Random RANDOM = new Random(419261);

  /** A key named by its defect. */
  record Sample(String name, KeyDefect defect, Der key) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Sample> SAMPLES = made();

  static List<Sample> samples() {
    return SAMPLES;
  }

  private static List<Sample> made() {
    try {
      return allSamples();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Sample> allSamples() throws Exception {
    List<Sample> samples = new ArrayList<>();
    samples.addAll(ecSamples());
    samples.addAll(rsaSamples());
    KeyPair ed = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    samples.add(new Sample("ed25519", KeyDefect.ALGORITHM_NOT_ALLOWED, SoftwareKeys.publicKey(ed)));
    samples.add(new Sample("empty", KeyDefect.NOT_A_PUBLIC_KEY, Der.of(new byte[0])));
    samples.add(new Sample("octets", KeyDefect.NOT_A_PUBLIC_KEY, Der.of(new byte[] {1, 2, 3})));
    return samples;
  }

  private static List<Sample> ecSamples() throws Exception {
    ASN1ObjectIdentifier p256 = SECObjectIdentifiers.secp256r1;
    byte[] point =
        SubjectPublicKeyInfo.getInstance(Drafts.subjectKey().octets())
            .getPublicKeyData()
            .getOctets();
    byte[] offCurve = point.clone();
    offCurve[offCurve.length - 1] ^= 1;
    byte[] compressed =
        ECNamedCurveTable.getByOID(p256).getCurve().decodePoint(point).getEncoded(true);
    KeyPairGenerator k1 =
        KeyPairGenerator.getInstance(
            "EC", new org.bouncycastle.jce.provider.BouncyCastleProvider());
    k1.initialize(new ECGenParameterSpec("secp192r1"));
    return List.of(
        new Sample("ec_point_off_curve", KeyDefect.POINT_NOT_ON_CURVE, ec(p256, offCurve)),
        new Sample("ec_point_short", KeyDefect.POINT_NOT_ON_CURVE, ec(p256, new byte[] {4, 1, 2})),
        new Sample("ec_point_infinity", KeyDefect.POINT_COMPRESSED, ec(p256, new byte[] {0})),
        new Sample("ec_point_compressed", KeyDefect.POINT_COMPRESSED, ec(p256, compressed)),
        new Sample("ec_point_empty", KeyDefect.POINT_COMPRESSED, ec(p256, new byte[0])),
        new Sample(
            "ec_explicit_parameters",
            KeyDefect.EXPLICIT_CURVE_PARAMETERS,
            ec(ECNamedCurveTable.getByOID(p256), point)),
        new Sample(
            "ec_p192", KeyDefect.CURVE_NOT_ALLOWED, SoftwareKeys.publicKey(k1.generateKeyPair())),
        new Sample(
            "ec_secp256k1",
            KeyDefect.CURVE_NOT_ALLOWED,
            ec(SECObjectIdentifiers.secp256k1, point)));
  }

  private static List<Sample> rsaSamples() throws Exception {
    BigInteger p = prime(1536);
    BigInteger q = prime(1536);
    BigInteger sound = p.multiply(q);
    BigInteger next = p.nextProbablePrime();
    return List.of(
        new Sample("rsa_1024", KeyDefect.RSA_TOO_SMALL, rsa(odd(1024), F4)),
        new Sample("rsa_2048_legacy", KeyDefect.RSA_TOO_SMALL, rsa(odd(2048), F4)),
        new Sample("rsa_negative", KeyDefect.NOT_A_PUBLIC_KEY, rsa(sound.negate(), F4)),
        new Sample(
            "rsa_20000_bits",
            KeyDefect.RSA_TOO_LARGE,
            rsa(BigInteger.ONE.shiftLeft(20_000).add(BigInteger.ONE), F4)),
        new Sample("rsa_e_1", KeyDefect.RSA_EXPONENT, rsa(sound, BigInteger.ONE)),
        new Sample("rsa_e_3", KeyDefect.RSA_EXPONENT, rsa(sound, BigInteger.valueOf(3))),
        new Sample("rsa_e_even", KeyDefect.RSA_EXPONENT, rsa(sound, BigInteger.valueOf(65538))),
        new Sample(
            "rsa_e_long",
            KeyDefect.RSA_EXPONENT,
            rsa(sound, BigInteger.ONE.shiftLeft(300).add(BigInteger.ONE))),
        new Sample(
            "rsa_modulus_even", KeyDefect.RSA_MODULUS_EVEN, rsa(sound.add(BigInteger.ONE), F4)),
        new Sample(
            "rsa_factor_9973",
            KeyDefect.RSA_SMALL_FACTOR,
            rsa(odd(3072).multiply(BigInteger.valueOf(9973)), F4)),
        new Sample("rsa_modulus_prime", KeyDefect.RSA_MODULUS_PRIME, rsa(prime(3072), F4)),
        new Sample("rsa_next_prime", KeyDefect.RSA_CLOSE_PRIMES, rsa(p.multiply(next), F4)),
        new Sample("rsa_square", KeyDefect.RSA_CLOSE_PRIMES, rsa(p.multiply(p), F4)),
        new Sample("rsa_roca", KeyDefect.RSA_ROCA, rsa(rocaPrime().multiply(rocaPrime()), F4)),
        new Sample(
            "rsa_parameters_missing",
            KeyDefect.NOT_A_PUBLIC_KEY,
            Der.of(
                new SubjectPublicKeyInfo(
                        new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption),
                        new RSAPublicKey(sound, F4))
                    .getEncoded())));
  }

  private static BigInteger odd(int bits) {
    return new BigInteger(bits, RANDOM).setBit(bits - 1).setBit(0);
  }

  private static BigInteger prime(int bits) {
    BigInteger prime = BigInteger.probablePrime(bits, RANDOM);
    // Both upper bits, so that a product of two has all its bits.
    return prime.testBit(bits - 2) ? prime : prime(bits);
  }

  /** A prime made the way the faulty library made them: k*M + (65537^a mod M). */
  private static BigInteger rocaPrime() {
    BigInteger m = BigInteger.ONE;
    BigInteger prime = BigInteger.TWO;
    for (int i = 0; i < 126; i++) {
      m = m.multiply(prime);
      prime = prime.nextProbablePrime();
    }
    BigInteger a = F4.modPow(new BigInteger(60, RANDOM), m);
    BigInteger k = BigInteger.valueOf(3).shiftLeft(1534).divide(m).add(new BigInteger(200, RANDOM));
    BigInteger candidate = k.multiply(m).add(a);
    while (!candidate.isProbablePrime(50)) {
      candidate = candidate.add(m);
    }
    return candidate;
  }

  private static Der ec(ASN1Encodable parameters, byte[] point) throws Exception {
    return Der.of(
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(X9ObjectIdentifiers.id_ecPublicKey, parameters), point)
            .getEncoded());
  }

  private static Der rsa(BigInteger modulus, BigInteger exponent) throws Exception {
    return Der.of(
        new SubjectPublicKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                new RSAPublicKey(modulus, exponent))
            .getEncoded());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void weakKeyIsRefusedByItsDefect(Sample sample) {
    assertEquals(Optional.of(sample.defect()), SubjectKeyRules.defect(sample.key(), ALLOWED));
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> SubjectKeyRules.check(sample.key(), ALLOWED));
    assertEquals(Refusal.WEAK_KEY, refused.refusal());
  }

  @Test
  void everyDefectHasASample() {
    Set<KeyDefect> shown = EnumSet.noneOf(KeyDefect.class);
    samples().forEach(sample -> shown.add(sample.defect()));
    assertEquals(EnumSet.allOf(KeyDefect.class), shown);
  }

  static Stream<KeyPair> soundKeys() {
    return Stream.of(
        SoftwareKeys.pair("EC", 256),
        SoftwareKeys.pair("EC", 384),
        SoftwareKeys.pair("EC", 521),
        SoftwareKeys.pair("RSA", 3072),
        SoftwareKeys.pair("RSA", 4096));
  }

  @ParameterizedTest
  @MethodSource("soundKeys")
  void soundKeyIsAccepted(KeyPair pair) {
    assertEquals(Optional.empty(), SubjectKeyRules.defect(SoftwareKeys.publicKey(pair), ALLOWED));
  }

  @ParameterizedTest
  @CsvSource({
    "EC,brainpoolP256r1",
    "EC,brainpoolP384r1",
    "EC,brainpoolP512r1",
    "Ed25519,Ed25519",
    "Ed448,Ed448"
  })
  void otherCurvesAreTakenWhereTheProfileNamesThem(String family, String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(family, new BouncyCastleProvider());
    if (family.equals("EC")) {
      generator.initialize(new ECGenParameterSpec(curve));
    }
    Der key = SoftwareKeys.publicKey(generator.generateKeyPair());
    AllowedKeys allowed = new AllowedKeys(List.of(curve), null);
    assertEquals(Optional.empty(), SubjectKeyRules.defect(key, allowed));
    assertTrue(SubjectKeyRules.defect(key, ALLOWED).isPresent());
    if (!family.equals("EC")) {
      byte[] zero = key.octets();
      Arrays.fill(zero, zero.length - (curve.equals("Ed448") ? 57 : 32), zero.length, (byte) 0);
      assertEquals(
          Optional.of(KeyDefect.POINT_NOT_ON_CURVE), SubjectKeyRules.defect(Der.of(zero), allowed));
    }
  }

  @Test
  void rsaIsRefusedWhereTheProfileTakesOnlyCurves() {
    AllowedKeys curvesOnly = new AllowedKeys(List.of("secp384r1"), null);
    assertEquals(
        Optional.of(KeyDefect.ALGORITHM_NOT_ALLOWED),
        SubjectKeyRules.defect(SoftwareKeys.publicKey(SoftwareKeys.pair("RSA", 3072)), curvesOnly));
    assertEquals(
        Optional.of(KeyDefect.CURVE_NOT_ALLOWED),
        SubjectKeyRules.defect(Drafts.subjectKey(), curvesOnly));
  }

  @Test
  void randomOctetsNeverBreakTheReader() {
    SecureRandom random = new SecureRandom();
    byte[] sound = Drafts.subjectKey().octets();
    for (int i = 0; i < 2000; i++) {
      byte[] spoiled = sound.clone();
      spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt();
      spoiled[random.nextInt(spoiled.length)] = (byte) random.nextInt();
      Optional<KeyDefect> verdict = SubjectKeyRules.defect(Der.of(spoiled), ALLOWED);
      assertEquals(verdict, SubjectKeyRules.defect(Der.of(spoiled), ALLOWED));
    }
  }
}
