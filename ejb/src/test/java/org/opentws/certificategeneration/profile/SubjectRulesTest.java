package org.opentws.certificategeneration.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.x500.style.RFC4519Style;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

class SubjectRulesTest {
  private final SubjectRules rules =
      Drafts.CATALOGUE.get("qualified-esign-natural-person").subject();

  private static Map<String, String> anna(String field, @Nullable String value) {
    Map<String, String> subject = new HashMap<>(Drafts.ANNA);
    if (value == null) {
      subject.remove(field);
    } else {
      subject.put(field, value);
    }
    return subject;
  }

  private void assertRefused(Map<String, String> subject, String naming) {
    RequestRefused refused = assertThrows(RequestRefused.class, () -> rules.name(subject));
    assertEquals(Refusal.PROFILE_VIOLATION, refused.refusal());
    assertTrue(refused.detail().contains(naming), refused.detail());
  }

  @Test
  void nameHasItsAttributesInTheProfilesOrder() {
    // RFC 4514 writes the last one first.
    assertEquals(
        "cn=Anna Nováková,serialNumber=PNOCZ-7001019999,sn=Nováková,givenName=Anna,c=CZ",
        RFC4519Style.INSTANCE.toString(rules.name(Drafts.ANNA)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"countryName", "givenName", "surname", "serialNumber", "commonName"})
  void eachMissingAttributeIsNamed(String field) {
    assertRefused(anna(field, null), field);
  }

  @ParameterizedTest
  @CsvSource({
    "countryName, cz",
    "countryName, XX",
    "countryName, CZE",
    "serialNumber, číslo",
    "serialNumber, a_b",
    "commonName, ' Anna'",
    "commonName, ''",
    "givenName, 'An\u0000na'",
    "givenName, 'An\u202Ena'",
    "surname, 'half \uD800 pair'"
  })
  void unfitValueIsNamedByItsField(String field, String value) {
    assertRefused(anna(field, value), field);
  }

  @Test
  void tooLongValueIsNamedByItsField() {
    rules.name(anna("commonName", "x".repeat(64)));
    assertRefused(anna("commonName", "x".repeat(65)), "commonName");
  }

  @Test
  void attributeOutsideTheProfileIsRefused() {
    assertRefused(anna("organizationIdentifier", "Test"), "organizationIdentifier");
    assertRefused(anna("<script>", "x"), "none of");
  }

  @Test
  void pseudonymStandsAloneAndIsMarked() {
    Map<String, String> subject = new HashMap<>();
    subject.put("countryName", "CZ");
    subject.put("pseudonym", "Swan");
    subject.put("serialNumber", "1");
    subject.put("commonName", "Swan");
    assertEquals(
        "cn=Swan,serialNumber=1,2.5.4.65=Swan,c=CZ",
        RFC4519Style.INSTANCE.toString(rules.name(subject)));
    subject.put("commonName", "Anna Nováková");
    assertRefused(subject, "commonName");
    subject.put("commonName", "Swan");
    subject.put("surname", "Nováková");
    assertRefused(subject, "pseudonym");
  }

  @Test
  void neitherNameNorPseudonymIsRefused() {
    Map<String, String> subject = anna("givenName", null);
    subject.remove("surname");
    assertRefused(subject, "pseudonym");
  }
}
