package org.opentws.certificategeneration.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

class ProfileCatalogueTest {
  private static final String NAME = "qualified-esign-natural-person";

  private static String document() throws IOException {
    try (InputStream in =
        ProfileCatalogue.class.getResourceAsStream("/profiles/" + NAME + ".yaml")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void everyShippedProfileNamesTheVersionsOfTheStandardsItFollows() {
    ProfileCatalogue catalogue = new ProfileCatalogue();
    assertEquals(8, catalogue.all().size());
    for (CertificateProfile profile : catalogue.all()) {
      assertFalse(profile.follows().isEmpty(), profile.name());
      for (String standard : profile.follows()) {
        assertTrue(
            !standard.startsWith("ETSI") || standard.matches(".*V[0-9]+\\.[0-9]+\\.[0-9]+.*"),
            standard);
      }
    }
  }

  @Test
  void unknownProfileIsRefused() {
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> new ProfileCatalogue().get("../etc/passwd"));
    assertEquals(Refusal.PROFILE_VIOLATION, refused.refusal());
  }

  @ParameterizedTest(name = "a document where {0} has become {1} is not accepted")
  @CsvSource(
      delimiter = '|',
      value = {
        "policies: | notices:",
        "  - {oid: 0.4.0.194112.1.0} | ",
        "keyUsage: [nonRepudiation] | keyUsage: [keyCertSign]",
        "keyUsage: [nonRepudiation] | keyUsage: []",
        "min: 3072 | min: 2048",
        "secp256r1 | secp192r1",
        "period: P2Y | period: P4Y",
        "period: P2Y | period: P0D",
        "period: P2Y | period: forever",
        "name: qualified-esign-natural-person | name: other-name",
        "orderedBy: registration | orderedBy: anybody",
        "qcStatements: {type: esign} | qcStatements: {type: esign, legislation: [ua]}",
        "revocationPointers: {ocsp: true, crl: true} | revocationPointers: {}",
        "version: \"1.0\" | version: latest",
        "{name: countryName, required: true} | {name: favouriteColour}",
        "title: | heading:",
        "name: | [name:"
      })
  void documentOutsideTheSchemaIsNotAccepted(String good, String bad) throws IOException {
    String spoiled = document().replace(good, bad == null ? "  - {}" : bad);
    assertFalse(spoiled.equals(document()), "the sample must differ");
    assertThrows(IllegalArgumentException.class, () -> ProfileCatalogue.parse(NAME, spoiled));
  }

  @Test
  void shippedDocumentIsAcceptedAsItIs() throws IOException {
    assertEquals(NAME, ProfileCatalogue.parse(NAME, document()).name());
  }
}
