package org.opentws.externalmessage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.Test;
import org.opentws.authentication.ManagementCa;
import org.opentws.certificategeneration.SettableTime;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.externalmessage.store.OpenedMessageRepository;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.random.Randomness;
import org.opentws.value.Der;

class CmsMessageSealTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final String CONTENT =
      "{\"profile\":\"p\",\"subject\":{\"commonName\":\"Žofie\"}}";

  private final SettableTime time = new SettableTime(NOON);
  private final SoftwareKeys keys = new SoftwareKeys(NOON);
  private final RegisteredKey registrationKey =
      keys.add(KeyPurpose.MESSAGE_SEALING, "registration");
  private final RememberedNonces nonces = new RememberedNonces();
  private final CmsMessageSeal seal = seal();
  private Optional<String> statusObjection = Optional.empty();

  /** Nonces in memory. */
  private final class RememberedNonces implements OpenedMessageRepository {
    private final Set<String> known = new HashSet<>();

    @Override
    public boolean remember(String nonce, String sender, Instant sealedAt) {
      return known.add(nonce);
    }

    @Override
    public void forget(Instant sealedBefore) {
      assertTrue(sealedBefore.isBefore(time.now().minus(Duration.ofMinutes(15))));
    }
  }

  private CmsMessageSeal seal() {
    CmsMessageSeal made =
        new CmsMessageSeal(new SealingSettings(Duration.ofMinutes(15), Duration.ofSeconds(5)));
    made.keys = keys;
    made.register = keys;
    made.status = certificate -> statusObjection;
    made.managementCa =
        new ManagementCa() {
          @Override
          public X509Certificate certificate() {
            return keys.managementCa();
          }
        };
    made.opened = nonces;
    made.randomness = new Randomness();
    made.time = time;
    return made;
  }

  private Der sealed() {
    return seal.seal("registration", "certificate-request", CONTENT);
  }

  private OpenedMessage open(Der sealed) {
    return seal.open("registration", "certificate-request", sealed);
  }

  private void assertBroken(Der sealed) {
    assertEquals(
        Refusal.SEAL_BROKEN, assertThrows(RequestRefused.class, () -> open(sealed)).refusal());
    assertTrue(nonces.known.isEmpty(), "a broken message must not use up a nonce");
  }

  @Test
  void sealedMessageOpensWithItsSenderTimeAndContent() {
    OpenedMessage opened = open(sealed());
    assertEquals(new OpenedMessage("registration", "certificate-request", NOON, CONTENT), opened);
  }

  @Test
  void messageSealedUnderASuspendedCertificateIsRefused() {
    Der sealed = sealed();
    statusObjection = Optional.of("the certificate is suspended");
    assertBroken(sealed);
    statusObjection = Optional.empty();
    open(sealed);
  }

  @Test
  void twoSealsOfOneContentDifferInTheirNonce() {
    open(sealed());
    open(sealed());
    assertEquals(2, nonces.known.size());
  }

  @Test
  void replayedMessageIsRefused() {
    Der sealed = sealed();
    open(sealed);
    assertEquals(
        Refusal.REPLAYED, assertThrows(RequestRefused.class, () -> open(sealed)).refusal());
  }

  @Test
  void messageWithAnyOneOctetAlteredNeverOpensAsSomethingElse() {
    byte[] sealed = sealed().octets();
    OpenedMessage original = open(Der.of(sealed));
    int refused = 0;
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 0x01;
      nonces.known.clear();
      try {
        // What is outside the signature may change without harm, for example a version number.
        assertEquals(original, open(Der.of(altered)), "octet " + i);
      } catch (RequestRefused e) {
        assertEquals(Refusal.SEAL_BROKEN, e.refusal());
        refused++;
      }
    }
    assertTrue(refused > sealed.length * 9 / 10, refused + " of " + sealed.length);
  }

  @Test
  void messageSealedByAnotherServiceIsRefused() {
    keys.add(KeyPurpose.MESSAGE_SEALING, "revocationmanagement");
    assertBroken(seal.seal("revocationmanagement", "certificate-request", CONTENT));
  }

  @Test
  void messageSignedWithARegisteredKeyButNamingAnotherSenderIsRefused() throws Exception {
    assertBroken(
        signedByRegistration(envelope("certificate-request", "revocationmanagement", NOON)));
  }

  @Test
  void keyThatIsNotRegisteredForTheSenderIsRefused() {
    SoftwareKeys others = new SoftwareKeys(NOON);
    others.add(KeyPurpose.MESSAGE_SEALING, "registration");
    assertBroken(withKeys(others).seal("registration", "certificate-request", CONTENT));
  }

  private CmsMessageSeal withKeys(SoftwareKeys others) {
    CmsMessageSeal made = seal();
    made.keys = others;
    return made;
  }

  /** A certificate that somebody put into the table of keys for a key of his own (R1.7, CG1.1). */
  @Test
  void sealingKeyThatTheManagementCaDidNotCertifyForTheSenderIsRefused() {
    KeyPair own = SoftwareKeys.pair("EC", 256);
    List<Der> forged =
        List.of(
            new SoftwareKeys(NOON).sealingCertificate("Sealing registration", own, List.of()),
            keys.sealingCertificate("Sealing revocationmanagement", own, List.of()),
            keys.sealingCertificate("Audit audit", own, List.of()),
            keys.sealingCertificate(
                "Sealing registration", own, List.of(KeyPurposeId.id_kp_clientAuth)));
    for (Der certificate : forged) {
      keys.alter(registrationKey, own, certificate);
      assertBroken(sealed());
    }
    keys.alter(
        registrationKey, own, keys.sealingCertificate("Sealing registration", own, List.of()));
    open(sealed());
  }

  @Test
  void deactivatedSealingKeyIsRefused() {
    Der sealed = sealed();
    keys.setState(registrationKey, KeyState.INACTIVE);
    assertBroken(sealed);
  }

  @Test
  void messageOfAnotherTypeIsRefused() {
    assertBroken(seal.seal("registration", "status-change", CONTENT));
  }

  @Test
  void messageOlderThanAllowedIsRefused() {
    Der sealed = sealed();
    time.advance(Duration.ofMinutes(15));
    open(sealed);
    nonces.known.clear();
    time.advance(Duration.ofMillis(1));
    assertBroken(sealed);
  }

  @Test
  void messageFromTheFutureIsRefused() throws Exception {
    open(
        signedByRegistration(envelope("certificate-request", "registration", NOON.plusSeconds(5))));
    nonces.known.clear();
    assertBroken(
        signedByRegistration(envelope("certificate-request", "registration", NOON.plusSeconds(6))));
  }

  @Test
  void octetsAfterTheEndAreRefused() {
    byte[] sealed = sealed().octets();
    assertBroken(Der.of(Arrays.copyOf(sealed, sealed.length + 1)));
  }

  @Test
  void garbageTruncatedAndOversizedInputIsRefused() {
    byte[] sealed = sealed().octets();
    for (int length = 0; length < sealed.length; length += 7) {
      assertBroken(Der.of(Arrays.copyOf(sealed, length)));
    }
    assertBroken(Der.of("not a message".getBytes(StandardCharsets.UTF_8)));
    assertBroken(Der.of(new byte[300_000]));
  }

  @Test
  void signedTextThatIsNoEnvelopeIsRefused() throws Exception {
    assertBroken(signedByRegistration("{\"type\":\"certificate-request\"}"));
    assertBroken(signedByRegistration("[]"));
    assertBroken(signedByRegistration(""));
    String good = envelope("certificate-request", "registration", NOON);
    assertBroken(signedByRegistration(good.replace("{", "{\"type\":\"x\",")));
    assertBroken(signedByRegistration(good + "{}"));
    assertBroken(signedByRegistration(good.replace("2026-11-24T12:00:00Z", "noon")));
  }

  @Test
  void messageWithoutSignerIsRefused() throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    assertBroken(
        Der.of(
            generator
                .generate(
                    new CMSProcessableByteArray(
                        envelope("certificate-request", "registration", NOON)
                            .getBytes(StandardCharsets.UTF_8)),
                    true)
                .getEncoded()));
  }

  @Test
  void detachedContentIsRefused() throws Exception {
    assertBroken(signed(envelope("certificate-request", "registration", NOON), false));
  }

  private static String envelope(String type, String sender, Instant sealedAt) {
    return """
        {"type":"%s","sender":"%s","sealedAt":"%s","nonce":"0123456789abcdef","content":"{}"}"""
        .formatted(type, sender, sealedAt);
  }

  private Der signedByRegistration(String text) throws Exception {
    return signed(text, true);
  }

  private Der signed(String text, boolean encapsulated) throws Exception {
    UsableKey key = keys.active(KeyPurpose.MESSAGE_SEALING, "registration");
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new SignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(keys.contentSigner(key), new X509CertificateHolder(key.certificate().octets())));
    return Der.of(
        generator
            .generate(
                new CMSProcessableByteArray(text.getBytes(StandardCharsets.UTF_8)), encapsulated)
            .getEncoded());
  }
}
