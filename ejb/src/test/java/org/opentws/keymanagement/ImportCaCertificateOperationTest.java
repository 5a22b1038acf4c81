package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

class ImportCaCertificateOperationTest {
  private final House house = new House();
  private final TestCa root = new TestCa("CN=Root", house.time::now);
  private final TestCa otherRoot = new TestCa("CN=Root", house.time::now);
  private final TestCa.Request forRoot = root.rootRequest();
  private final TestCa.Request forCa = new TestCa.Request();
  private SigningKey key = newCaKey();

  private SigningKey newCaKey() {
    return house.key(house.generate(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
  }

  @BeforeEach
  void askForTheKeyThatWaits() {
    forCa.publicKey = Der.of(house.devices.ca.publicKey(key.label()).getEncoded());
    forCa.pathLength = 0;
  }

  private Map<String, String> reply() {
    return reply(root.certificate(forCa), root.certificate(forRoot), crl());
  }

  private Der crl() {
    return root.crl(Duration.ofDays(30), false);
  }

  private static Map<String, String> reply(Der certificate, Der issuer, Der crl) {
    Map<String, String> parameters = new HashMap<>();
    parameters.put("owner", "issuing");
    parameters.put("issuer", "root");
    parameters.put("certificate", base64(certificate));
    parameters.put("issuerCertificate", base64(issuer));
    parameters.put("issuerCrl", base64(crl));
    return parameters;
  }

  private static String base64(Der encoded) {
    return Base64.getEncoder().encodeToString(encoded.octets());
  }

  private void assertRefused(Map<String, String> parameters, Refusal expected) {
    assertEquals(
        expected,
        assertThrows(RequestRefused.class, () -> house.importCa.describe(parameters)).refusal());
    assertEquals(
        expected,
        assertThrows(
                RequestRefused.class,
                () -> house.importCa.execute(parameters, House.FIRST, House.SECOND))
            .refusal());
    assertEquals(KeyState.GENERATED, key.state());
    assertEquals(1, house.register.keys.size());
    assertTrue(house.imported.fired.isEmpty());
  }

  @Test
  void goodReplyActivatesTheKeyAndRegistersTheRootAsOffline() {
    Map<String, String> result = house.importCa.execute(reply(), House.FIRST, House.SECOND);
    assertEquals(KeyState.ACTIVE, key.state());
    assertEquals(key.keyId(), house.use.active(KeyPurpose.CERTIFICATE_SIGNING, "issuing").keyId());
    SigningKey offline =
        house.register.find(String.valueOf(result.get("issuerKeyId"))).orElseThrow();
    assertEquals(KeyState.OFFLINE, offline.state());
    assertEquals("root", offline.owner());
    assertEquals("EC:secp384r1", offline.algorithm());
    assertEquals("", offline.token());
    assertTrue(house.use.find(KeyPurpose.CERTIFICATE_SIGNING, "root").isEmpty());
    assertEquals(
        List.of("root"), house.imported.fired.stream().map(OfflineCaImported::ca).toList());
  }

  @Test
  void descriptionShowsBothFingerprintsAndChangesNothing() {
    Der certificate = root.certificate(forCa);
    Der rootCertificate = root.certificate(forRoot);
    String words = house.importCa.describe(reply(certificate, rootCertificate, crl()));
    assertTrue(words.contains(Sha256.hex(certificate)), words);
    assertTrue(words.contains(Sha256.hex(rootCertificate)), words);
    assertEquals(KeyState.GENERATED, key.state());
  }

  @Test
  void secondCaUnderTheSameRootUsesTheSameLineAndReplacesTheFirst() {
    house.importCa.execute(reply(), House.FIRST, House.SECOND);
    SigningKey first = key;
    key = newCaKey();
    askForTheKeyThatWaits();
    house.importCa.execute(reply(), House.FIRST, House.SECOND);
    assertEquals(KeyState.INACTIVE, first.state());
    assertEquals(KeyState.ACTIVE, key.state());
    assertEquals(3, house.register.keys.size());
  }

  @Test
  void certificateForAForeignKeyIsRefused() {
    forCa.publicKey = TestCa.spki(Fakes.newKeyPair("EC:secp256r1"));
    assertRefused(reply(), Refusal.PROFILE_VIOLATION);
  }

  @Test
  void certificateForAnotherOwnersKeyIsRefused() {
    Map<String, String> parameters = reply();
    parameters.put("owner", "second");
    assertRefused(parameters, Refusal.PROFILE_VIOLATION);
  }

  @Test
  void certificateOfAnotherRootWithTheSameNameIsRefused() {
    assertRefused(
        reply(otherRoot.certificate(forCa), root.certificate(forRoot), crl()),
        Refusal.PROFILE_VIOLATION);
  }

  @Test
  void crlOfAnotherRootWithTheSameNameIsRefused() {
    assertRefused(
        reply(
            root.certificate(forCa),
            root.certificate(forRoot),
            otherRoot.crl(Duration.ofDays(30), false)),
        Refusal.PROFILE_VIOLATION);
  }

  @Test
  void alteredRootCertificateIsRefused() {
    byte[] altered = root.certificate(forRoot).octets();
    altered[altered.length - 1] ^= 1;
    assertRefused(
        reply(root.certificate(forCa), Der.of(altered), crl()), Refusal.PROFILE_VIOLATION);
  }

  @Test
  void rootSignedBySomebodyElseIsRefused() {
    assertRefused(
        reply(root.certificate(forCa), otherRoot.certificate(forRoot), crl()),
        Refusal.PROFILE_VIOLATION);
  }

  @Test
  void rootWithAnotherSubjectThanIssuerIsRefused() {
    forRoot.subject = new X500Name("CN=Not the root");
    assertRefused(reply(), Refusal.PROFILE_VIOLATION);
  }

  @Test
  void expiredCrlIsRefused() {
    assertRefused(
        reply(
            root.certificate(forCa),
            root.certificate(forRoot),
            root.crl(Duration.ofSeconds(30), false)),
        Refusal.PROFILE_VIOLATION);
  }

  @Test
  void certificateThatTheCrlListsIsRefused() {
    assertRefused(
        reply(
            root.certificate(forCa),
            root.certificate(forRoot),
            root.crl(Duration.ofDays(30), true)),
        Refusal.PROFILE_VIOLATION);
  }

  @Test
  void sha1IsRefused() {
    root.signatureAlgorithm = "SHA1withECDSA";
    assertRefused(reply(), Refusal.WEAK_KEY);
  }

  /** Changes one property of what is asked for. */
  private interface Defect {
    void in(TestCa.Request request);
  }

  static Stream<Arguments> defects() {
    return Stream.of(
        defect(
            "not a CA",
            request -> {
              request.ca = false;
              request.pathLength = -1;
            }),
        defect("no certificate signing", request -> request.usage = KeyUsage.digitalSignature),
        defect(
            "expired",
            request -> {
              request.began = Duration.ofDays(2);
              request.life = Duration.ofDays(1);
            }),
        defect("not yet valid", request -> request.began = Duration.ofDays(-1)),
        defect(
            "unknown critical extension", request -> request.strangeCriticalExtension = "1.2.3.4"),
        defect("longer than its issuer", request -> request.life = Duration.ofDays(4000)),
        defect("name of its issuer", request -> request.subject = new X500Name("CN=Root")),
        defect("another key of the issuer", request -> request.keyIdentifierOfIssuer = false));
  }

  private static Arguments defect(String name, Defect defect) {
    return Arguments.of(name, defect);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void defectiveCertificateIsRefused(String name, Defect defect) {
    defect.in(forCa);
    assertRefused(reply(), Refusal.PROFILE_VIOLATION);
  }

  @Test
  void rootThatAllowsNoCaBelowItIsRefused() {
    forRoot.pathLength = 0;
    assertRefused(reply(), Refusal.PROFILE_VIOLATION);
  }

  @Test
  void expiredRootIsRefused() {
    forRoot.began = Duration.ofDays(2);
    forRoot.life = Duration.ofDays(1);
    assertRefused(reply(), Refusal.PROFILE_VIOLATION);
  }

  @Test
  void weakRootKeyIsRefused() {
    forRoot.publicKey = TestCa.spki(Fakes.newKeyPair("RSA:2048"));
    assertRefused(reply(), Refusal.WEAK_KEY);
  }

  @ParameterizedTest
  @MethodSource("encodedObjects")
  void garbageIsRefusedAsMalformed(String name, String value) {
    Map<String, String> parameters = reply();
    parameters.put(name, value);
    assertRefused(parameters, Refusal.MALFORMED_REQUEST);
  }

  static Stream<Arguments> encodedObjects() {
    List<String> garbage =
        List.of("", "not base64!", "AAAA", "MAA=", "MIIBAAAA", base64(Der.of(new byte[5000])));
    return Stream.of("certificate", "issuerCertificate", "issuerCrl")
        .flatMap(name -> garbage.stream().map(value -> Arguments.of(name, value)));
  }

  @Test
  void truncatedObjectsAreRefusedAsMalformed() {
    Map<String, String> good = reply();
    for (String name : List.of("certificate", "issuerCertificate", "issuerCrl")) {
      byte[] whole = Base64.getDecoder().decode(String.valueOf(good.get(name)));
      for (int length = 1; length < whole.length; length += 37) {
        Map<String, String> parameters = new HashMap<>(good);
        parameters.put(name, base64(Der.of(java.util.Arrays.copyOf(whole, length))));
        assertRefused(parameters, Refusal.MALFORMED_REQUEST);
      }
    }
  }

  @Test
  void oversizedObjectIsRefused() {
    Map<String, String> parameters = reply();
    parameters.put("issuerCrl", base64(Der.of(new byte[70_000])));
    assertRefused(parameters, Refusal.REQUEST_TOO_LARGE);
  }

  @Test
  void caMarkedOfflineGetsNoKeyHere() {
    Map<String, String> parameters = reply();
    parameters.put("issuer", "old-root");
    house.importCa.execute(parameters, House.FIRST, House.SECOND);
    assertEquals(
        Refusal.WRONG_STATE,
        assertThrows(
                RequestRefused.class,
                () -> house.generate(KeyPurpose.CERTIFICATE_SIGNING, "old-root"))
            .refusal());
  }

  /**
   * The library reads many parts of a CRL only when they are asked for, and then fails unchecked.
   */
  @Test
  void crlWithAnAlteredOctetInItsNameIsRefusedAndNeverFails() {
    Der certificate = root.certificate(forCa);
    Der issuer = root.certificate(forRoot);
    byte[] crl = crl().octets();
    for (int i = 0; i < 60; i++) {
      for (int octet : new int[] {0x00, 0x7f, 0xff}) {
        byte[] altered = crl.clone();
        altered[i] = (byte) octet;
        if (altered[i] != crl[i]) {
          Map<String, String> reply = reply(certificate, issuer, Der.of(altered));
          assertThrows(RequestRefused.class, () -> house.importCa.describe(reply), "octet " + i);
        }
      }
    }
  }
}
