package org.opentws.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.registration.RegistrationHouse.ANNA;
import static org.opentws.registration.RegistrationHouse.anna;

import java.security.KeyPair;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.store.ApplicationState;

class SubmissionTest {
  private final RegistrationHouse house = new RegistrationHouse();

  private Refusal refusal(NewApplication application) {
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.registration.submit(application));
    assertTrue(house.applications.rows.isEmpty(), "nothing is left of a refused application");
    return refused.refusal();
  }

  private static Map<String, String> annaWith(String name, String value) {
    Map<String, String> subject = new HashMap<>(ANNA);
    subject.put(name, value);
    return subject;
  }

  @Test
  void soundApplicationIsTakenAsPemAndAsBase64() {
    for (String pkcs10 :
        List.of(
            Pkcs10Samples.pem(Pkcs10Samples.sound()),
            Pkcs10Samples.base64(Pkcs10Samples.sound()))) {
      ApplicationProgress submitted = house.registration.submit(anna(pkcs10));
      assertEquals(ApplicationState.SUBMITTED, submitted.state());
      assertEquals(22, submitted.id().length());
    }
    assertEquals(0, house.seal.count(), "nothing goes to generation before approval (R1.5)");
  }

  @ParameterizedTest
  @CsvSource({
    "pkcs10_rsa1024.der, WEAK_KEY",
    "pkcs10_p224.der, WEAK_KEY",
    "pkcs10_ed25519_not_in_profile.der, WEAK_KEY",
    "pkcs10_signed_with_sha1.der, PROOF_OF_POSSESSION_FAILED",
    "pkcs10_rsa_signed_with_md5.der, PROOF_OF_POSSESSION_FAILED",
    "pkcs10_pss_with_sha1.der, PROOF_OF_POSSESSION_FAILED",
    "pkcs10_signed_by_another_key.der, PROOF_OF_POSSESSION_FAILED",
    "pkcs10_wrong_signature.der, PROOF_OF_POSSESSION_FAILED",
    "pkcs10_truncated.der, MALFORMED_REQUEST",
    "pkcs10_trailing_octets.der, MALFORMED_REQUEST",
    "pkcs10_empty.der, MALFORMED_REQUEST",
    "pkcs10_null.der, MALFORMED_REQUEST",
    "pkcs10_deep_nesting.der, MALFORMED_REQUEST"
  })
  void defectivePkcs10IsRefused(String sample, Refusal expected) {
    assertEquals(expected, refusal(anna(Pkcs10Samples.base64(Pkcs10Samples.byName(sample)))));
  }

  @Test
  void requestSignedForAnotherNameIsRefusedWherePolicyDemandsIt() {
    String other = Pkcs10Samples.base64(Pkcs10Samples.byName("pkcs10_for_another_name.der"));
    house.configuration.nameBinding = true;
    assertEquals(Refusal.PROOF_OF_POSSESSION_FAILED, refusal(anna(other)));
    house.registration.submit(anna(Pkcs10Samples.base64(Pkcs10Samples.sound())));
    house.configuration.nameBinding = false;
    assertEquals(ApplicationState.SUBMITTED, house.registration.submit(anna(other)).state());
  }

  @Test
  void everyPrefixOfASoundPkcs10IsMalformedAndNothingElse() {
    byte[] sound = Pkcs10Samples.sound();
    for (int length = 0; length < sound.length; length++) {
      String prefix = Pkcs10Samples.base64(java.util.Arrays.copyOf(sound, length));
      assertEquals(Refusal.MALFORMED_REQUEST, refusal(anna(prefix)));
    }
  }

  @Test
  void everyChangedOctetIsRefusedAsTheCallersFault() {
    byte[] sound = Pkcs10Samples.sound();
    for (int at = 0; at < sound.length; at++) {
      byte[] changed = sound.clone();
      changed[at] ^= 0x15;
      NewApplication application = anna(Pkcs10Samples.base64(changed));
      assertThrows(RequestRefused.class, () -> house.registration.submit(application));
    }
  }

  @Test
  void tooLargePkcs10IsRefusedBeforeItIsDecoded() {
    assertEquals(Refusal.REQUEST_TOO_LARGE, refusal(anna("A".repeat(98_305))));
    assertEquals(Refusal.REQUEST_TOO_LARGE, refusal(anna(Pkcs10Samples.base64(new byte[65_537]))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not base64!", "-----BEGIN CERTIFICATE-----\nAAAA", "====", "\u0000"})
  void textThatIsNoPkcs10IsMalformed(String text) {
    assertEquals(Refusal.MALFORMED_REQUEST, refusal(anna(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " Anna",
        "Anna\u0000",
        "Anna\nExample",
        "\u202eelpmaxE annA",
        "Anna\u200bExample",
        "Anna\u2066x",
        "Anna\ud800",
        "Anna\ue000",
        "Anna\u2028x"
      })
  void namesThatShowAsSomethingElseAreRefused(String name) {
    String pkcs10 = Pkcs10Samples.base64(Pkcs10Samples.sound());
    assertEquals(Refusal.MALFORMED_REQUEST, refusal(anna(pkcs10, annaWith("givenName", name))));
  }

  @Test
  void textWithAPrivateKeyInItIsRefused() {
    String pkcs10 = Pkcs10Samples.base64(Pkcs10Samples.sound());
    for (String form : List.of("", "EC ", "RSA ", "ENCRYPTED ")) {
      String key = "-----BEGIN " + form + "PRIVATE KEY-----";
      assertEquals(Refusal.MALFORMED_REQUEST, refusal(anna(pkcs10, annaWith("surname", key))));
    }
  }

  @Test
  void overlongNameIsRefused() {
    String pkcs10 = Pkcs10Samples.base64(Pkcs10Samples.sound());
    assertEquals(
        Refusal.MALFORMED_REQUEST, refusal(anna(pkcs10, annaWith("surname", "x".repeat(65)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"countryName", "serialNumber", "commonName", "givenName", "surname"})
  void eachMissingMandatoryAttributeIsNamed(String attribute) {
    Map<String, String> subject = new HashMap<>(ANNA);
    subject.remove(attribute);
    NewApplication application = anna(Pkcs10Samples.base64(Pkcs10Samples.sound()), subject);
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.registration.submit(application));
    assertEquals(Refusal.PROFILE_VIOLATION, refused.refusal());
    assertTrue(refused.detail().contains(attribute), refused.detail());
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such-profile", "ocsp-responder", "control", "../x"})
  void profilesThatAreNotForApplicantsDoNotExist(String profile) {
    NewApplication application =
        new NewApplication(
            profile,
            Pkcs10Samples.base64(Pkcs10Samples.sound()),
            ANNA,
            new Consent(false, Optional.empty()),
            List.of());
    assertEquals(Refusal.PROFILE_VIOLATION, refusal(application));
  }

  @Test
  void keyOfOneSubjectCannotBeAppliedForByAnother() {
    KeyPair pair = Pkcs10Samples.ec("secp256r1");
    String pkcs10 = Pkcs10Samples.base64(Pkcs10Samples.sound(pair));
    house.registration.submit(anna(pkcs10));
    NewApplication other = anna(pkcs10, annaWith("serialNumber", "PNOCZ-0000000000"));
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.registration.submit(other));
    assertEquals(Refusal.PROOF_OF_POSSESSION_FAILED, refused.refusal());
    assertEquals(
        ApplicationState.SUBMITTED,
        house.registration.submit(anna(pkcs10)).state(),
        "the same subject may apply again");
  }

  @Test
  void eachSubmissionIsAuditedWithoutPersonalWords() {
    house.registration.submit(anna(Pkcs10Samples.base64(Pkcs10Samples.sound())));
    NewApplication weak = anna(Pkcs10Samples.base64(Pkcs10Samples.byName("pkcs10_rsa1024.der")));
    assertThrows(RequestRefused.class, () -> house.registration.submit(weak));
    assertEquals(
        List.of(Outcome.SUCCESS, Outcome.REFUSED),
        house.log.events.stream().map(event -> event.outcome()).toList());
    assertEquals(
        List.of(AuditEventType.APPLICATION_SUBMITTED, AuditEventType.APPLICATION_SUBMITTED),
        house.log.types());
    String all = house.log.events.toString();
    for (String personal : List.of("Anna", "Example", "1234567890", "X7700001", "photo")) {
      assertFalse(all.contains(personal), all);
    }
  }
}
