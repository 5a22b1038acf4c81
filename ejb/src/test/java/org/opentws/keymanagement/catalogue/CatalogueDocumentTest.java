package org.opentws.keymanagement.catalogue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueDocumentTest {
  @Test
  void shippedOneIsRead() {
    AlgorithmCatalogue shipped = CatalogueDocument.parse(CatalogueDocument.shipped());
    assertEquals(1, shipped.version());
    assertEquals("2026-11-29", shipped.date().toString());
    assertTrue(shipped.source().contains("TS 119 312"));
  }

  private static void refused(String document, String words) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> CatalogueDocument.parse(document));
    assertTrue(String.valueOf(refusal.getMessage()).contains(words), refusal::getMessage);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "[]", "1", "null", "{", "{} {}", "{\"version\": 1}"})
  void whatIsNoCatalogueIsRefused(String document) {
    assertThrows(IllegalArgumentException.class, () -> CatalogueDocument.parse(document));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "date"         | "dates"       | unknown field 'dates'
          2026-11-29     | 2026-13-29    | 'date' has a date that is none
          2026-11-29     | 29.11.2026    | 'date' has a date that is none
          2028-12-31     | 2028-02-30    | has a date that is none
          2028-12-31     | 2026-12-30    | 'newUntil' is later than 'until'
          "newUntil"     | "new"         | unknown field 'new'
          "EC:secp384r1" | "EC:secp192r1" | 'EC:secp192r1' is no key that this system knows
          RSA:1900-2999  | RSA:1024-2999 | 'RSA:1024-2999' is no key
          RSA:1900-2999  | RSA:2999-1900 | 'RSA:2999-1900' is no key
          RSA:1900-2999  | RSA:1900-3000 | overlaps another range
          "SHA3-256"     | "SHA-1"       | 'SHA-1' is no hash that this system takes
          "EC:secp384r1" | "EC:secp256r1" | says a name twice
          "source"       | "source": "x", "more" | unknown field 'more'
          """)
  void slipOfThePenIsRefusedInWords(String what, String by, String words) {
    refused(CatalogueSamples.altered(2, what, by), words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "1.5", "\"2\"", "99999999999", "null", "true"})
  void versionIsAWholeNumber(String version) {
    refused(
        CatalogueDocument.shipped().replace("\"version\": 1", "\"version\": " + version),
        "'version'");
  }

  @Test
  void longTextIsNotEvenRead() {
    refused(" ".repeat(CatalogueDocument.CHARACTERS_MAX + 1), "at most 32768 characters");
  }
}
