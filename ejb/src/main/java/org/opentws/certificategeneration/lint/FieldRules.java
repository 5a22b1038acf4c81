package org.opentws.certificategeneration.lint;

import static org.opentws.certificategeneration.lint.LintRule.always;

import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.ASN1UTCTime;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.opentws.certificategeneration.profile.AllowedKeys;
import org.opentws.certificategeneration.profile.SubjectKeyRules;
import org.opentws.value.Der;

/** What holds for the basic fields of every certificate. */
final class FieldRules {
  private static final int SERIAL_BITS_MIN = 64;
  private static final int SERIAL_OCTETS_MAX = 20;
  private static final int NAME_LENGTH_MAX = 64;
  private static final Instant GENERALIZED_TIME_FROM = Instant.parse("2050-01-01T00:00:00Z");

  private static final Set<ASN1ObjectIdentifier> SIGNATURE_ALGORITHMS =
      Set.of(
          X9ObjectIdentifiers.ecdsa_with_SHA256,
          X9ObjectIdentifiers.ecdsa_with_SHA384,
          X9ObjectIdentifiers.ecdsa_with_SHA512,
          PKCSObjectIdentifiers.sha256WithRSAEncryption,
          PKCSObjectIdentifiers.sha384WithRSAEncryption,
          PKCSObjectIdentifiers.sha512WithRSAEncryption);

  static final List<LintRule> ALL =
      List.of(
          always(
              "serial-positive",
              "RFC 5280, 4.1.2.2",
              "The serial number is positive and has at most 20 octets.",
              s -> serial(s).signum() > 0 && serial(s).toByteArray().length <= SERIAL_OCTETS_MAX),
          always(
              "serial-unpredictable",
              "CA/Browser Forum Baseline Requirements, 7.1",
              "The serial number has at least 64 bits from a random generator.",
              s -> serial(s).bitLength() >= SERIAL_BITS_MIN),
          always(
              "signature-algorithm-same",
              "RFC 5280, 4.1.1.2",
              "The algorithm outside is the one under the signature.",
              s ->
                  s.tbs()
                      .getSignature()
                      .equals(s.certificate().toASN1Structure().getSignatureAlgorithm())),
          always(
              "signature-algorithm-sound",
              "ETSI TS 119 312",
              "The signature uses ECDSA or RSA with SHA-2.",
              s -> SIGNATURE_ALGORITHMS.contains(s.tbs().getSignature().getAlgorithm())),
          always(
              "issuer-name",
              "RFC 5280, 4.1.2.4",
              "The issuer's name is, octet by octet, the subject's name in its certificate.",
              s -> same(s.certificate().getIssuer(), s.issuer().getSubject())),
          always(
              "subject-present",
              "RFC 5280, 4.1.2.6",
              "The subject has a name.",
              s -> !s.subjectAttributes().isEmpty()),
          always(
              "country-upper-case",
              "X.520, 6.3.1",
              "countryName is an upper-case two-letter code of ISO 3166 in PrintableString.",
              s -> s.subjectValues(BCStyle.C).allMatch(FieldRules::isCountry)),
          always(
              "serial-number-printable",
              "RFC 5280, A.1",
              "The attribute serialNumber is a PrintableString.",
              s ->
                  s.subjectValues(BCStyle.SERIALNUMBER)
                      .allMatch(ASN1PrintableString.class::isInstance)),
          always(
              "name-strings",
              "RFC 5280, 4.1.2.4",
              "Names are UTF8String or PrintableString.",
              s ->
                  s.subjectAttributes().stream()
                      .map(a -> a.getValue())
                      .allMatch(
                          v -> v instanceof ASN1UTF8String || v instanceof ASN1PrintableString)),
          always(
              "name-length",
              "RFC 5280, A.1 (upper bounds)",
              "No attribute is empty or longer than 64 characters.",
              s -> s.subjectAttributes().stream().allMatch(a -> fits(a.getValue()))),
          always(
              "name-attributes-once",
              "ETSI EN 319 412-2, 4.2.4",
              "No attribute stands twice in the subject's name.",
              s -> distinct(s.subjectAttributes().stream().map(a -> a.getType().getId()).toList())),
          always(
              "not-before-now",
              "CEN/TS 419261, CG1.6e",
              "Valid-from does not precede the moment of generation.",
              s -> !notBefore(s).isBefore(s.now().truncatedTo(ChronoUnit.SECONDS))),
          always(
              "not-after-later",
              "CEN/TS 419261, CG1.6e",
              "Valid-until does not precede valid-from.",
              s -> !notAfter(s).isBefore(notBefore(s))),
          always(
              "within-issuer",
              "ETSI EN 319 411-1, GEN-6.3.3",
              "The certificate's life lies within its issuer's.",
              s ->
                  !notAfter(s).isAfter(s.issuer().getNotAfter().toInstant())
                      && !notBefore(s).isBefore(s.issuer().getNotBefore().toInstant())),
          always(
              "time-encoding",
              "RFC 5280, 4.1.2.5",
              "Times before 2050 are UTCTime, later ones GeneralizedTime.",
              s -> encodedRightly(s.tbs().getStartDate()) && encodedRightly(s.tbs().getEndDate())),
          always(
              "key-sound",
              "ETSI TS 119 312",
              "The subject's key is on a named NIST, Brainpool or Edwards curve, or RSA with 3072 to 8192 bits.",
              s -> SubjectKeyRules.defect(key(s), AllowedKeys.SOUND).isEmpty()),
          always(
              "key-not-issuers",
              "CEN/TS 419261, CG1.6b",
              "The subject's key is not its issuer's.",
              s ->
                  !same(
                      s.certificate().getSubjectPublicKeyInfo(),
                      s.issuer().getSubjectPublicKeyInfo())),
          always(
              "no-unique-identifiers",
              "RFC 5280, 4.1.2.8",
              "There are no unique identifiers of issuer and subject.",
              s -> s.tbs().getIssuerUniqueId() == null && s.tbs().getSubjectUniqueId() == null),
          always("der", "X.690, 10 and 11", "The encoding is DER.", FieldRules::isDer));

  private FieldRules() {}

  private static BigInteger serial(LintSubject s) {
    return s.certificate().getSerialNumber();
  }

  private static Instant notBefore(LintSubject s) {
    return s.certificate().getNotBefore().toInstant();
  }

  private static Instant notAfter(LintSubject s) {
    return s.certificate().getNotAfter().toInstant();
  }

  private static boolean isCountry(ASN1Encodable value) {
    return value instanceof ASN1PrintableString text
        && Arrays.asList(Locale.getISOCountries()).contains(text.getString());
  }

  private static boolean fits(ASN1Encodable value) {
    String text = ((ASN1String) value).getString();
    return !text.isBlank() && text.codePointCount(0, text.length()) <= NAME_LENGTH_MAX;
  }

  private static boolean encodedRightly(Time time) {
    boolean utc = time.toASN1Primitive() instanceof ASN1UTCTime;
    return utc == time.getDate().toInstant().isBefore(GENERALIZED_TIME_FROM);
  }

  private static Der key(LintSubject s) {
    return Der.of(octets(s.certificate().getSubjectPublicKeyInfo()));
  }

  private static boolean isDer(LintSubject s) {
    try {
      byte[] encoded = s.encoded().octets();
      return Arrays.equals(
          encoded, ASN1Primitive.fromByteArray(encoded).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      return false;
    }
  }

  private static boolean same(ASN1Encodable one, ASN1Encodable other) {
    return Arrays.equals(octets(one), octets(other));
  }

  private static byte[] octets(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a value in memory cannot be encoded", e);
    }
  }

  static boolean distinct(List<String> values) {
    return new HashSet<>(values).size() == values.size();
  }
}
