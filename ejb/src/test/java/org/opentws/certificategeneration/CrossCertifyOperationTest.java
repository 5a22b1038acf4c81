package org.opentws.certificategeneration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.KeyPair;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.store.Role;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.certificategeneration.profile.CrossCertificate;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** CROSS_CERTIFY from its parameters to the stored certificate (CG3.1a, CG3.1b). */
class CrossCertifyOperationTest {
  private static final Caller ONE = officer("one");
  private static final Caller TWO = officer("two");

  private final IssuanceWorld world = new IssuanceWorld();
  private final KeyPair other = SoftwareKeys.pair("EC", 256);
  private final CrossCertifyOperation operation = new CrossCertifyOperation();
  private final Der pkcs10 = pkcs10(other, "C=AT,O=Other,CN=Other CA");

  CrossCertifyOperationTest() {
    CrossCertification certification = new CrossCertification();
    certification.issuance = world.issuance();
    certification.desk = world.desk();
    certification.keys = world.issuance().keys;
    certification.time = world.time;
    certification.register =
        new SigningKeyRepository() {
          @Override
          public List<SigningKey> all() {
            return RegisterRows.of(world.softwareKeys);
          }
        };
    operation.certification = certification;
  }

  private static Caller officer(String name) {
    return new Caller("officer-" + name, "Officer " + name, Set.of(Role.SECURITY_OFFICER));
  }

  private static Der pkcs10(KeyPair pair, String name) {
    try {
      return Der.of(
          new JcaPKCS10CertificationRequestBuilder(new X500Name(name), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
              .getEncoded());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> order(Der request) {
    return new HashMap<>(
        Map.of(
            "ca", "issuing",
            "pkcs10", Base64.getEncoder().encodeToString(request.octets()),
            "fingerprint", Sha256.hex(request).toUpperCase(java.util.Locale.ROOT),
            "days", "20",
            "pathLength", "0",
            "policies", "2.999.7.1 2.999.7.2",
            "permitted", "directory:C=AT,O=Other"));
  }

  private Refusal refusal(Map<String, String> order) {
    Refusal refusal = assertThrows(RequestRefused.class, () -> operation.describe(order)).refusal();
    assertEquals(
        refusal,
        assertThrows(RequestRefused.class, () -> operation.execute(order, ONE, TWO)).refusal());
    assertEquals(List.of(), world.signedSerials, "nothing was signed");
    return refusal;
  }

  private Refusal refusal(String name, String value) {
    Map<String, String> order = order(pkcs10);
    order.put(name, value);
    return refusal(order);
  }

  @Test
  void whatIsDescribedIsMadeStoredAndRecordedWithBothPersons() throws Exception {
    String words = operation.describe(order(pkcs10));
    assertTrue(words.contains(Sha256.hex(pkcs10)), words);
    assertTrue(words.contains("2.999.7.1 2.999.7.2"), words);
    assertEquals(List.of(), world.signedSerials, "describing signs nothing");

    Map<String, String> result =
        world.inTransaction(() -> operation.execute(order(pkcs10), ONE, TWO));

    X509CertificateHolder made =
        new X509CertificateHolder(
            Base64.getDecoder().decode(result.getOrDefault("certificate", "")));
    assertEquals(new X500Name("C=AT,O=Other,CN=Other CA"), made.getSubject());
    assertEquals(
        CrossCertificate.PROFILE,
        Objects.requireNonNull(world.certificates.get(result.getOrDefault("serial", "")))
            .profile()
            .name());
    assertEquals(1, world.recorded(AuditEventType.CERTIFICATE_INTENT, Outcome.SUCCESS));
    Map<String, String> details =
        world.durableRecords.stream()
            .filter(record -> record.type() == AuditEventType.CERTIFICATE_GENERATED)
            .findFirst()
            .orElseThrow()
            .details();
    assertEquals("officer-one", details.get("requester"));
    assertEquals("Officer two", details.get("approverPerson"));
  }

  @Test
  void requestThatIsNotTheOneThatWasToldOfIsRefused() {
    byte[] altered = pkcs10.octets();
    altered[altered.length - 1] ^= 1;
    assertEquals(
        Refusal.SEAL_BROKEN, refusal("pkcs10", Base64.getEncoder().encodeToString(altered)));
    assertEquals(Refusal.SEAL_BROKEN, refusal("fingerprint", "00"));
    assertEquals(Refusal.PROOF_OF_POSSESSION_FAILED, refusal(order(Der.of(altered))));
    assertEquals(Refusal.MALFORMED_REQUEST, refusal("fingerprint", ""));
  }

  @Test
  void whatIsOursOrUsedOtherwiseIsRefused() {
    assertEquals(Refusal.NOT_FOUND, refusal("ca", "nobody"));
    assertEquals(Refusal.NOT_FOUND, refusal("ca", "management"));
    assertEquals(
        Refusal.PROFILE_VIOLATION,
        refusal(order(pkcs10(other, "C=CZ,O=Test,CN=CERTIFICATE_SIGNING issuing"))));
    world.usesOfKeys.put(
        Sha256.hex(SoftwareKeys.publicKey(other)), Set.of("qualified-esign-natural-person"));
    assertEquals(Refusal.PROFILE_VIOLATION, refusal(order(pkcs10)));
    world.usesOfKeys.put(
        Sha256.hex(SoftwareKeys.publicKey(other)), Set.of(CrossCertificate.PROFILE));
    assertTrue(operation.describe(order(pkcs10)).contains("Other CA"));
  }

  @Test
  void parametersOutsideOfTheirBoundsAreRefused() {
    for (String[] wrong :
        new String[][] {
          {"days", "0"},
          {"days", "3651"},
          {"days", "-1"},
          {"days", "x"},
          {"pathLength", "6"},
          {"pathLength", ""},
          {"policies", ""},
          {"policies", "2.5.29.32.0"},
          {"policies", "1.2.x"},
          {"policies", "3.1"},
          {"permitted", ""},
          {"unknown", "x"},
          {"pkcs10", "AAAA"}
        }) {
      Refusal expected =
          wrong[0].equals("pkcs10") ? Refusal.SEAL_BROKEN : Refusal.MALFORMED_REQUEST;
      assertEquals(expected, refusal(wrong[0], wrong[1]), String.join(" ", wrong));
    }
  }
}
