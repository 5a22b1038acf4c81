package org.opentws.hsm.token;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.hsm.KeyProtection.NEVER_LEAVES;
import static org.opentws.hsm.SigningUse.OWN_CERTIFICATE;
import static org.opentws.hsm.SigningUse.TLS;

import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;

/** KM1.1: keys made, used and destroyed in a real SoftHSM token. */
class TokenAccessTest {
  private static final byte[] DATA = "what is signed".getBytes(UTF_8);

  private static final BouncyCastleProvider VERIFIER = new BouncyCastleProvider();

  private static TokenAccess token;

  @BeforeAll
  static void openToken() throws Exception {
    token = SoftHsm.prepare().newToken().access();
  }

  @AfterAll
  static void closeToken() {
    token.close();
  }

  @Test
  void keyMadeInTheDeviceNeverLeavesIt() {
    token.generateKeyPair("guarded", "EC:secp256r1", NEVER_LEAVES);
    assertEquals(
        new KeyFacts("guarded", "EC:secp256r1", true, true, false, true, true, false, true, true),
        token.keyFacts("guarded"));
    assertTrue(token.keyLabels().contains("guarded"));
  }

  @ParameterizedTest
  @CsvSource({
    "EC:secp256r1, SHA256withECDSA",
    "EC:secp384r1, SHA384withECDSA",
    "EC:secp521r1, SHA512withECDSA",
    "EC:brainpoolP256r1, SHA256withECDSA",
    "EC:brainpoolP384r1, SHA384withECDSA",
    "EC:brainpoolP512r1, SHA512withECDSA",
    "ED:Ed25519, Ed25519",
    "ED:Ed448, Ed448",
    "RSA:3072, SHA256withRSA"
  })
  void keySignsBeforeAndAfterItsCertificateIsStored(String keyAlgorithm, String algorithm)
      throws Exception {
    String label = "signs-" + keyAlgorithm;
    PublicKey publicKey = token.generateKeyPair(label, keyAlgorithm, NEVER_LEAVES);
    assertTrue(verifies(publicKey, algorithm, token.sign(label, OWN_CERTIFICATE, algorithm, DATA)));
    byte[] certificate = SoftHsm.selfSigned(token, label, Instant.now());
    token.storeCertificate(label, certificate);
    assertTrue(verifies(publicKey, algorithm, token.sign(label, TLS, algorithm, DATA)));
    assertEquals(
        List.of(HexFormat.of().formatHex(publicKey.getEncoded())),
        token.certificates().stream()
            .filter(stored -> stored.label().equals(label))
            .map(stored -> stored.certificate().getPublicKey().getEncoded())
            .map(HexFormat.of()::formatHex)
            .toList());
  }

  @Test
  void brainpoolKeySignsAHash() throws Exception {
    PublicKey key = token.generateKeyPair("hash", "EC:brainpoolP256r1", NEVER_LEAVES);
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(DATA);
    byte[] signature = token.sign("hash", OWN_CERTIFICATE, "NONEwithECDSA", hash);
    assertTrue(verifies(key, "SHA256withECDSA", signature));
  }

  @Test
  void aNewCertificateReplacesTheOld() throws Exception {
    token.generateKeyPair("renewed", "EC:secp256r1", NEVER_LEAVES);
    byte[] first = SoftHsm.selfSigned(token, "renewed", Instant.now());
    byte[] second = SoftHsm.selfSigned(token, "renewed", Instant.now().plusSeconds(5));
    token.storeCertificate("renewed", first);
    token.storeCertificate("renewed", second);
    List<StoredCertificate> stored =
        token.certificates().stream().filter(each -> each.label().equals("renewed")).toList();
    assertEquals(1, stored.size());
    assertArrayEquals(second, stored.get(0).certificate().getEncoded());
  }

  @Test
  void certificateOfAnotherKeyIsRefused() throws Exception {
    token.generateKeyPair("mine", "EC:secp256r1", NEVER_LEAVES);
    token.generateKeyPair("other", "EC:secp256r1", NEVER_LEAVES);
    byte[] certificate = SoftHsm.selfSigned(token, "other", Instant.now());
    assertThrows(IllegalArgumentException.class, () -> token.storeCertificate("mine", certificate));
    assertTrue(token.certificates().stream().noneMatch(stored -> stored.label().equals("mine")));
    assertThrows(
        IllegalArgumentException.class, () -> token.storeCertificate("mine", new byte[] {1, 2}));
  }

  @Test
  void aLabelNamesOneKeyOnly() {
    token.generateKeyPair("single", "EC:secp256r1", NEVER_LEAVES);
    String refused =
        SoftHsm.refusal(() -> token.generateKeyPair("single", "EC:secp256r1", NEVER_LEAVES));
    assertTrue(refused.contains("already"), refused);
  }

  @Test
  void destroyedKeyIsGoneWithItsCertificate() throws Exception {
    token.generateKeyPair("doomed", "EC:secp256r1", NEVER_LEAVES);
    token.storeCertificate("doomed", SoftHsm.selfSigned(token, "doomed", Instant.now()));
    token.sign("doomed", TLS, "SHA256withECDSA", DATA);
    token.destroy("doomed");
    assertFalse(token.keyLabels().contains("doomed"));
    String refused = SoftHsm.refusal(() -> token.sign("doomed", TLS, "SHA256withECDSA", DATA));
    assertTrue(refused.contains("no key labelled doomed"), refused);
    assertThrows(HsmUnavailable.class, () -> token.destroy("doomed"));
  }

  @Test
  void everyObjectOfATokenIsDestroyedAndThatMayBeDoneAgain() throws Exception {
    SoftHsm.Token own = SoftHsm.prepare().newToken();
    try (TokenAccess doomed = own.access()) {
      doomed.generateKeyPair("pair", "EC:secp256r1", NEVER_LEAVES);
      doomed.storeCertificate("pair", SoftHsm.selfSigned(doomed, "pair", Instant.now()));
      doomed.generateWrappingKey("secret", NEVER_LEAVES);
      assertEquals(
          List.of("private key pair", "secret key secret", "public key pair", "certificate pair"),
          doomed.destroyAll());
      assertEquals(List.of(), doomed.keyLabels());
      assertTrue(doomed.wrappingKey("secret").isEmpty());
      assertEquals(List.of(), doomed.destroyAll());
    }
  }

  @Test
  void softHsmSaysThatItIsATestDevice() {
    DeviceFacts facts = token.deviceFacts();
    assertTrue(facts.testDevice());
    assertEquals("SoftHSM v2", facts.model());
    assertFalse(facts.serialNumber().isBlank());
  }

  @ParameterizedTest
  @CsvSource({"RSA:1024", "EC:secp192r1", "DSA:2048", "EC:", "''"})
  void weakOrUnknownAlgorithmsMakeNoKey(String algorithm) {
    assertThrows(
        IllegalArgumentException.class,
        () -> token.generateKeyPair("weak", algorithm, NEVER_LEAVES));
    assertFalse(token.keyLabels().contains("weak"));
  }

  private static boolean verifies(PublicKey key, String algorithm, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm, VERIFIER);
    verifier.initVerify(
        BouncyCastleProvider.getPublicKey(SubjectPublicKeyInfo.getInstance(key.getEncoded())));
    verifier.update(DATA);
    return verifier.verify(signature);
  }
}
