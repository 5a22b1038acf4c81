package org.opentws.keymanagement.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlgorithmCatalogueTest {
  private static final String P384 =
      "\"EC:secp384r1\": {\"tsp\": {\"until\": \"open\"}, \"subject\": {\"until\": \"open\"}}";
  private static final AlgorithmCatalogue SHIPPED =
      CatalogueDocument.parse(CatalogueDocument.shipped());

  /** P-384 for the TSP: no new ones after 2027-03-31, none after 2029-12-31; none for Subjects. */
  private static final AlgorithmCatalogue ENDING =
      CatalogueDocument.parse(
          CatalogueSamples.altered(
              2,
              P384,
              "\"EC:secp384r1\": {\"tsp\": {\"newUntil\": \"2027-03-31\", \"until\": \"2029-12-31\"}}"));

  private static Optional<String> objection(
      String algorithm, KeyHolder holder, String now, String end) {
    return ENDING.objectionToNew(algorithm, holder, Instant.parse(now), Instant.parse(end));
  }

  private static void assertSays(Optional<String> objection, String words) {
    assertTrue(objection.orElse("").contains(words), () -> objection + " does not say " + words);
  }

  @Test
  void theLastDayBelongsToThePeriod() {
    String far = "2029-12-31T23:59:59Z";
    assertEquals(
        Optional.empty(),
        objection("EC:secp384r1", KeyHolder.TSP, "2027-03-31T23:59:59.999Z", far));
    assertSays(
        objection("EC:secp384r1", KeyHolder.TSP, "2027-04-01T00:00:00Z", far),
        "new keys of the TSP until 2027-03-31 only (algorithm catalogue, version 2");
    assertSays(
        objection("EC:secp384r1", KeyHolder.TSP, "2027-03-01T00:00:00Z", "2030-01-01T00:00:00Z"),
        "until 2029-12-31 only");
    Instant end = ENDING.end("EC:secp384r1", KeyHolder.TSP);
    assertEquals(Instant.parse("2030-01-01T00:00:00Z"), end);
    assertEquals("2029-12-31", AlgorithmCatalogue.lastDay(end).toString());
    assertEquals(
        Optional.empty(), ENDING.objectionToUse("EC:secp384r1", KeyHolder.TSP, Instant.parse(far)));
    assertSays(ENDING.objectionToUse("EC:secp384r1", KeyHolder.TSP, end), "2029-12-31");
  }

  @Test
  void whatIsForTheTspIsNotForSubjects() {
    assertSays(
        objection(
            "EC:secp384r1", KeyHolder.SUBJECT, "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"),
        "'EC:secp384r1' is not in the algorithm catalogue");
    assertEquals(Instant.MIN, ENDING.end("EC:secp384r1", KeyHolder.SUBJECT));
    assertEquals(Instant.MAX, SHIPPED.end("EC:secp384r1", KeyHolder.SUBJECT));
  }

  @Test
  void sizesOfRsaAreRanges() {
    Instant now = Instant.parse("2026-12-31T23:59:59Z");
    Instant end = Instant.parse("2028-12-31T23:59:59Z");
    for (String good : List.of("RSA:1900", "RSA:2048", "RSA:2999", "RSA:3000", "RSA:8192")) {
      assertEquals(Optional.empty(), SHIPPED.objectionToNew(good, KeyHolder.SUBJECT, now, end));
    }
    assertSays(
        SHIPPED.objectionToNew("RSA:2999", KeyHolder.SUBJECT, now.plusSeconds(1), end),
        "2026-12-31");
    assertSays(
        SHIPPED.objectionToNew("RSA:2048", KeyHolder.SUBJECT, now, end.plusSeconds(1)),
        "2028-12-31");
    for (String bad :
        List.of("RSA:1899", "RSA:8193", "RSA:", "RSA:x", "DSA:2048", "", "EC:secp192r1")) {
      assertFalse(SHIPPED.allowsNew(bad, KeyHolder.SUBJECT, now), bad);
    }
    assertFalse(SHIPPED.allowsNew("RSA:2048", KeyHolder.TSP, now));
    assertTrue(SHIPPED.allowsNew("RSA:3072", KeyHolder.TSP, now));
  }

  @Test
  void hashOfASignatureEndsItToo() {
    AlgorithmCatalogue catalogue =
        CatalogueDocument.parse(
            CatalogueSamples.altered(
                2,
                "\"SHA-384\": {\"until\": \"open\"}",
                "\"SHA-384\": {\"until\": \"2027-06-30\"}"));
    Instant end = Instant.parse("2027-07-01T00:00:00Z");
    assertEquals(end, catalogue.signatureEnd("EC:secp384r1", "SHA384withECDSA"));
    assertEquals(Instant.MAX, catalogue.signatureEnd("EC:secp256r1", "SHA256withECDSA"));
    assertEquals(Instant.MIN, catalogue.signatureEnd("EC:secp256r1", "SHA1withECDSA"));
    assertEquals(
        Optional.empty(), catalogue.hashObjection(Optional.of("SHA-384"), end.minusNanos(1)));
    assertSays(
        catalogue.hashObjection(Optional.of("SHA-384"), end), "SHA-384 is good until 2027-06-30");
    assertSays(catalogue.hashObjection(Optional.empty(), end), "not in the algorithm catalogue");
  }

  @Test
  void changeIsToldInWords() {
    List<String> words = CatalogueChange.words(SHIPPED, ENDING);
    assertEquals(
        List.of(
            "EC:secp384r1 for keys of Subjects is removed (was without an end)",
            "EC:secp384r1 for keys of the TSP: until 2029-12-31, new ones until 2027-03-31 instead of"
                + " without an end"),
        words);
    assertTrue(
        CatalogueChange.words(ENDING, SHIPPED)
            .contains("EC:secp384r1 for keys of Subjects is added, without an end"));
    assertEquals(List.of(), CatalogueChange.words(SHIPPED, SHIPPED));
  }
}
