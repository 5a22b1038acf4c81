package org.opentws.certificategeneration.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** An attribute of a subject's name (X.520; RFC 5280, appendix A.1). */
public enum SubjectAttribute {
  @JsonProperty("countryName")
  COUNTRY_NAME("countryName", BCStyle.C, 2),
  @JsonProperty("organizationName")
  ORGANIZATION_NAME("organizationName", BCStyle.O, 64),
  @JsonProperty("organizationIdentifier")
  ORGANIZATION_IDENTIFIER("organizationIdentifier", BCStyle.ORGANIZATION_IDENTIFIER, 64),
  @JsonProperty("givenName")
  GIVEN_NAME("givenName", BCStyle.GIVENNAME, 64),
  @JsonProperty("surname")
  SURNAME("surname", BCStyle.SURNAME, 64),
  @JsonProperty("pseudonym")
  PSEUDONYM("pseudonym", BCStyle.PSEUDONYM, 64),
  @JsonProperty("serialNumber")
  SERIAL_NUMBER("serialNumber", BCStyle.SERIALNUMBER, 64),
  @JsonProperty("commonName")
  COMMON_NAME("commonName", BCStyle.CN, 64);

  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final String fieldName;
  private final ASN1ObjectIdentifier oid;
  private final int lengthMax;

  SubjectAttribute(String fieldName, ASN1ObjectIdentifier oid, int lengthMax) {
    this.fieldName = fieldName;
    this.oid = oid;
    this.lengthMax = lengthMax;
  }

  /** As applications and profiles call it. */
  public String fieldName() {
    return fieldName;
  }

  ASN1ObjectIdentifier oid() {
    return oid;
  }

  static Optional<SubjectAttribute> named(String fieldName) {
    return Arrays.stream(values()).filter(a -> a.fieldName.equals(fieldName)).findFirst();
  }

  static List<String> fieldNames() {
    return Arrays.stream(values()).map(SubjectAttribute::fieldName).toList();
  }

  /** What is wrong with a value, as the end of a sentence; empty if nothing is. */
  Optional<String> defect(String value) {
    if (value.isBlank() || !value.equals(value.strip())) {
      return Optional.of("is empty or has spaces around it");
    }
    if (value.codePointCount(0, value.length()) > lengthMax) {
      return Optional.of("is longer than " + lengthMax + " characters");
    }
    // A control or unassigned character, or half of one, could make two names look alike.
    if (value.codePoints().anyMatch(SubjectAttribute::unfit)) {
      return Optional.of("has characters that do not belong in a name");
    }
    return switch (this) {
      case COUNTRY_NAME ->
          // X.520, 6.3.1: the two upper-case letters of ISO 3166.
          COUNTRIES.contains(value)
              ? Optional.empty()
              : Optional.of("is not an upper-case two-letter code of ISO 3166");
      case SERIAL_NUMBER ->
          DERPrintableString.isPrintableString(value)
              ? Optional.empty()
              : Optional.of("has characters outside PrintableString");
      case ORGANIZATION_NAME,
          ORGANIZATION_IDENTIFIER,
          GIVEN_NAME,
          SURNAME,
          PSEUDONYM,
          COMMON_NAME ->
          Optional.empty();
    };
  }

  private static boolean unfit(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** countryName and serialNumber are PrintableString by X.520, everything else UTF8String. */
  ASN1Encodable encode(String value) {
    return this == COUNTRY_NAME || this == SERIAL_NUMBER
        ? new DERPrintableString(value)
        : new DERUTF8String(value);
  }
}
