package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.security.KeyPair;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/** Registration (5.3.2): what an application must have, what is refused, who decides. */
@Tag("blackbox")
class RegistrationTest {
  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Client anonymous = system.anonymous();

  private String refused(Map<String, Object> application) {
    Answer answer = anonymous.post("/applications", application);
    assertEquals(4, answer.status() / 100, answer.text());
    assertTrue(answer.header("Content-Type").startsWith("application/problem+json"));
    return answer.text();
  }

  private String refusedKey(KeyPair keys) {
    String text = refused(Subscriber.withKey("Weak", keys).application());
    assertTrue(text.contains("weak-key"), text);
    return text;
  }

  @Test
  @Requirement("R1.3")
  void strongKeysAreTaken() {
    for (KeyPair strong :
        List.of(
            Subscriber.ec("secp256r1"),
            Subscriber.ec("secp384r1"),
            Subscriber.ec("secp521r1"),
            Subscriber.rsa(3072))) {
      Issued issued = journey.issue(Subscriber.withKey("Strong", strong));
      assertArrayEquals(
          strong.getPublic().getEncoded(), issued.certificate().getPublicKey().getEncoded());
    }
  }

  @Test
  @Requirement(value = "R1.3", kind = Kind.NEGATIVE)
  void weakKeysAreRefusedByName() throws Exception {
    Random random = new Random(419261);
    BigInteger f4 = BigInteger.valueOf(65537);
    refusedKey(Subscriber.rsa(1024));
    refusedKey(Subscriber.rsa(2048));
    BigInteger three = BigInteger.valueOf(3);
    refusedKey(
        WeakRsaKeys.rsa(
            WeakRsaKeys.prime(1536, three, random), WeakRsaKeys.prime(1536, three, random), three));
    BigInteger p = WeakRsaKeys.prime(1536, f4, random);
    BigInteger near = p.add(BigInteger.valueOf(100_000)).nextProbablePrime();
    refusedKey(WeakRsaKeys.rsa(p, near, f4));
    refusedKey(
        WeakRsaKeys.rsa(
            WeakRsaKeys.rocaPrime(1536, random), WeakRsaKeys.rocaPrime(1536, random), f4));
    refusedKey(WeakRsaKeys.rsa(BigInteger.valueOf(641), WeakRsaKeys.prime(3100, f4, random), f4));
  }

  @Test
  @Requirement(value = "R1.3", kind = Kind.NEGATIVE)
  void unsuitableCurvesAndAlgorithmsAreRefused() throws Exception {
    var provider = new org.bouncycastle.jce.provider.BouncyCastleProvider();
    for (String curve : List.of("secp192r1", "secp256k1", "secp224r1")) {
      var generator = java.security.KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new java.security.spec.ECGenParameterSpec(curve));
      KeyPair keys = generator.generateKeyPair();
      byte[] pkcs10 =
          new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=Curve"), keys.getPublic())
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setProvider(provider)
                      .build(keys.getPrivate()))
              .getEncoded();
      assertTrue(
          refused(Subscriber.named("Curve").application(pkcs10)).contains("weak-key"), curve);
    }
    var ed25519 = java.security.KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] pkcs10 =
        new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=Ed"), ed25519.getPublic())
            .build(new JcaContentSignerBuilder("Ed25519").build(ed25519.getPrivate()))
            .getEncoded();
    refused(Subscriber.named("Ed").application(pkcs10));
  }

  @Test
  @Requirement(value = "R1.2", kind = Kind.NEGATIVE)
  void proofOfPossessionMadeWithSha1IsNone() {
    Subscriber subscriber = Subscriber.withKey("Sha1", Subscriber.rsa(3072));
    refused(
        subscriber.application(subscriber.pkcs10(subscriber.keys().getPrivate(), "SHA1withRSA")));
  }

  @Test
  @Requirement(
      value = {"R1.2", "CG1.3"},
      kind = Kind.NEGATIVE)
  void anyChangedOctetOfTheRequestBreaksTheProof() {
    Subscriber subscriber = Subscriber.named("Flip");
    byte[] good = subscriber.pkcs10();
    for (int at = good.length - 1; at > 8; at -= 9) {
      byte[] altered = good.clone();
      altered[at] ^= 1;
      refused(subscriber.application(altered));
    }
    assertTrue(Base64.getEncoder().encodeToString(good).length() > 100);
  }

  @Test
  @Requirement({"R1.4", "ARCH-4.2.a"})
  void everyDatumOfTheProfileReachesTheCertificate() throws Exception {
    Subscriber subscriber = Subscriber.named("Data");
    Issued issued = journey.issue(subscriber);
    String name = issued.certificate().getSubjectX500Principal().getName();
    String encoded =
        new String(issued.certificate().getEncoded(), java.nio.charset.StandardCharsets.ISO_8859_1);
    subscriber
        .subject()
        .values()
        .forEach(value -> assertTrue(encoded.contains("" + value), name + ": " + value));
  }

  @Test
  @Requirement(
      value = {"R1.4", "EIDAS-ANNEX-I", "ARCH-4.2.a"},
      kind = Kind.NEGATIVE)
  void eachMissingDatumIsNamed() {
    for (String attribute : List.of("countryName", "surname", "serialNumber", "commonName")) {
      Subscriber subscriber = Subscriber.named("Missing");
      Map<String, Object> application = subscriber.application();
      Map<String, Object> subject = subscriber.subject();
      subject.remove(attribute);
      application.put("subject", subject);
      assertTrue(refused(application).contains(attribute), attribute + " is not named");
    }
    for (String field : List.of("profile", "pkcs10", "subject")) {
      Map<String, Object> application = Subscriber.named("Missing").application();
      application.remove(field);
      refused(application);
    }
  }

  @Test
  @Requirement(
      value = {"CG1.2", "CG1.5"},
      kind = Kind.NEGATIVE)
  void whatTheProfileDoesNotKnowIsRefused() {
    Subscriber subscriber = Subscriber.named("Unknown");
    Map<String, Object> application = subscriber.application();
    Map<String, Object> subject = subscriber.subject();
    subject.put("organizationalUnitName", "Not of this profile");
    application.put("subject", subject);
    refused(application);
    for (String profile :
        List.of("ocsp-responder", "time-stamping-unit", "infrastructure-tls-server", "none", "")) {
      Map<String, Object> other = Subscriber.named("Other").application();
      other.put("profile", profile);
      refused(other);
    }
  }

  @Test
  @Requirement(
      value = {"CG1.6d", "CG1.6e"},
      kind = Kind.NEGATIVE)
  void applicantChoosesNeitherSerialNorTimes() {
    for (String field : List.of("serial", "serialNumber", "notBefore", "notAfter", "validity")) {
      Map<String, Object> application = Subscriber.named("Chooser").application();
      application.put(field, "2020-01-01T00:00:00Z");
      refused(application);
    }
  }

  @Test
  @Requirement({"CG1.2", "ARCH-4.2.b"})
  void extensionsThatTheRequestBringsNeverReachTheCertificate() throws Exception {
    Subscriber subscriber = Subscriber.named("Extras");
    ExtensionsGenerator extras = new ExtensionsGenerator();
    extras.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
    extras.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
    extras.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    extras.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, "opentws.example")));
    byte[] pkcs10 =
        new JcaPKCS10CertificationRequestBuilder(
                new X500Name("CN=Somebody Else,O=Bank"), subscriber.keys().getPublic())
            .addAttribute(PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extras.generate())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(subscriber.keys().getPrivate()))
            .getEncoded();
    Issued issued = journey.issue(subscriber, subscriber.application(pkcs10));
    X509CertificateHolder certificate = new JcaX509CertificateHolder(issued.certificate());
    assertNull(certificate.getExtension(Extension.subjectAlternativeName));
    assertNull(certificate.getExtension(Extension.extendedKeyUsage));
    assertEquals(-1, issued.certificate().getBasicConstraints());
    assertEquals(
        KeyUsage.nonRepudiation,
        KeyUsage.fromExtensions(certificate.getExtensions()).getBytes()[0] & 0xff);
    assertFalse(certificate.getSubject().toString().contains("Bank"));
  }

  @Test
  @Requirement(
      value = {"CG1.6b", "FUNC-5.3.3.1.a", "ARCH-4.2.b"},
      kind = Kind.NEGATIVE)
  void keyOfAnotherSubjectIsNotCertifiedAgain() {
    Issued first = journey.issue(Subscriber.named("Owner"));
    refused(Subscriber.withKey("Thief", first.subscriber().keys()).application());
  }

  @Test
  @Requirement({"R1.6", "D1.1", "EIDAS-24.2.f.i", "D2.1a", "D2.1b"})
  void certificateIsPublishedWithConsent() throws Exception {
    Issued issued = journey.issue(Subscriber.named("Public"));
    assertArrayEquals(
        issued.certificate().getEncoded(), stranger(issued.serial()).expect(200).octets());
  }

  @Test
  @Requirement(
      value = {"R1.6", "D1.1", "EIDAS-24.2.f.i", "D2.1a", "D1.2"},
      kind = Kind.NEGATIVE)
  void withoutConsentNobodyGetsIt() {
    Subscriber subscriber = Subscriber.named("Private");
    Map<String, Object> silent = subscriber.application();
    silent.remove("consent");
    refused(silent);
    Map<String, Object> no = subscriber.application();
    no.put("consent", false);
    Issued issued = journey.issue(subscriber, no);
    Answer hidden = stranger(issued.serial()).expect(404);
    Answer unknown = stranger("1f" + issued.serial().substring(2)).expect(404);
    assertEquals(unknown.text(), hidden.text(), "the answer tells that it exists");
    anonymous.get("/certificates/" + system.value("issuer") + "/" + issued.serial()).expect(401);
  }

  @Test
  @Requirement({"D1.2", "FUNC-5.3.3.1.c"})
  void subjectAlwaysGetsTheOwnCertificate() {
    Subscriber subscriber = Subscriber.named("Own");
    Map<String, Object> application = subscriber.application();
    application.put("consent", false);
    Issued issued = journey.issue(subscriber, application);
    assertEquals(issued.serial(), RunningSystem.hex(journey.fetch(issued.id())));
  }

  @Test
  @Requirement(value = "FUNC-5.3.3.1.c", kind = Kind.NEGATIVE)
  void guessedApplicationIdGetsNothing() {
    Issued issued = journey.issue(Subscriber.named("Guess"));
    String guess = (issued.id().startsWith("A") ? "B" : "A") + issued.id().substring(1);
    anonymous.get("/applications/" + guess).expect(404);
  }

  private Answer stranger(String serial) {
    return anonymous.getUri(
        java.net.URI.create(
            system.value("publicHttp") + "/certificates/" + system.value("issuer") + "/" + serial));
  }

  @Test
  @Requirement({"R1.5", "M1.2b", "FUNC-5.3.2.1.a"})
  void officerDecidesBeforeTheCaHearsOfIt() {
    String id = journey.submit(Subscriber.named("Waiting"));
    assertFalse(anonymous.get("/applications/" + id).expect(200).json().hasNonNull("serial"));
    assertEquals("CERTIFIED", journey.approve(id).expect(200).json().get("state").asText());
  }

  @Test
  @Requirement(
      value = {"R1.5", "FUNC-5.3.2.1.a"},
      kind = Kind.NEGATIVE)
  void withoutEvidenceOrByTheOneWhoEnteredItNothingIsApproved() {
    Map<String, Object> bare = new LinkedHashMap<>(Subscriber.named("Bare").application());
    bare.remove("evidence");
    Answer refusedApproval = journey.approve(journey.submit(bare));
    assertEquals(4, refusedApproval.status() / 100, refusedApproval.text());

    Client officer = journey.as("registration-officer-1");
    String own =
        officer
            .post("/applications", Subscriber.named("Entered").application())
            .expect(201)
            .json()
            .get("id")
            .asText();
    Answer self = officer.post("/applications/" + own + "/approval", Map.of());
    assertEquals(4, self.status() / 100, self.text());
    assertFalse(anonymous.get("/applications/" + own).expect(200).json().hasNonNull("serial"));

    String rejected = journey.submit(Subscriber.named("Rejected"));
    officer
        .post("/applications/" + rejected + "/rejection", Map.of("reason", "not the person"))
        .expect(200);
    Answer late = journey.approve(rejected);
    assertEquals(409, late.status(), late.text());
    assertFalse(anonymous.get("/applications/" + rejected).json().hasNonNull("serial"));
  }

  @Test
  @Requirement("CG1.6a")
  void pseudonymIsMarkedAsOne() {
    Map<String, Object> application = pseudonym(Map.of());
    Issued issued = journey.issue(Subscriber.named("Pseudo"), application);
    String name =
        issued.certificate().getSubjectX500Principal().getName("RFC2253", Map.of("2.5.4.65", "PS"));
    assertTrue(name.contains("PS="), name);
    assertFalse(name.contains("2.5.4.42"), "a real name beside the pseudonym: " + name);
  }

  @Test
  @Requirement(value = "CG1.6a", kind = Kind.NEGATIVE)
  void pseudonymTogetherWithARealNameIsRefused() {
    refused(pseudonym(Map.of("givenName", "Erika", "surname", "Muster")));
  }

  private static Map<String, Object> pseudonym(Map<String, Object> more) {
    Subscriber subscriber = Subscriber.named("Pseudo");
    Map<String, Object> subject = new HashMap<>(subscriber.subject());
    subject.remove("givenName");
    subject.remove("surname");
    subject.put("pseudonym", "Nightingale");
    subject.put("commonName", "Nightingale");
    subject.putAll(more);
    Map<String, Object> application = subscriber.application();
    application.put("subject", subject);
    return application;
  }
}
