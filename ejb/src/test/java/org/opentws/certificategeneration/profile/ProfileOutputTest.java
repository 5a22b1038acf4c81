package org.opentws.certificategeneration.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.certificategeneration.lint.CertificateLinter;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.value.CrlPartition;

/** What each profile makes, read by Java's own parser, not by the library that wrote it. */
class ProfileOutputTest {
  private static final String AKI = "2.5.29.35";
  private static final String SKI = "2.5.29.14";
  private static final String KEY_USAGE = "2.5.29.15";
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final String KEY_PERIOD = "2.5.29.16";
  private static final String POLICIES = "2.5.29.32";
  private static final String CRL_POINTS = "2.5.29.31";
  private static final String NAMES = "2.5.29.17";
  private static final String ACCESS = "1.3.6.1.5.5.7.1.1";
  private static final String QC = "1.3.6.1.5.5.7.1.3";
  private static final String NOCHECK = "1.3.6.1.5.5.7.48.1.5";

  private final CertificateComposer composer = new CertificateComposer(Drafts.SETTINGS);

  private X509Certificate made(CertificateDraft draft) throws Exception {
    TBSCertificate tbs = composer.compose(draft);
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(tbs);
    parts.add(tbs.getSignature());
    parts.add(new DERBitString(new byte[70]));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(new DERSequence(parts).getEncoded("DER")));
  }

  private static Set<String> extensions(X509Certificate certificate) {
    Set<String> all = new TreeSet<>(certificate.getNonCriticalExtensionOIDs());
    all.addAll(certificate.getCriticalExtensionOIDs());
    return all;
  }

  private static boolean[] usage(int... bits) {
    boolean[] usage = new boolean[9];
    for (int bit : bits) {
      usage[bit] = true;
    }
    return usage;
  }

  private static String hex(X509Certificate certificate, String oid) {
    return HexFormat.of().formatHex(certificate.getExtensionValue(oid));
  }

  private static boolean contains(X509Certificate certificate, String oid, String text) {
    return new String(certificate.getExtensionValue(oid), StandardCharsets.ISO_8859_1)
        .contains(text);
  }

  @Test
  void qualifiedCertificateSaysWhatTheStandardsAsk() throws Exception {
    X509Certificate made = made(Drafts.of("qualified-esign-natural-person"));
    assertEquals(
        new TreeSet<>(Set.of(AKI, SKI, KEY_USAGE, POLICIES, CRL_POINTS, ACCESS, QC)),
        extensions(made));
    assertEquals(Set.of(KEY_USAGE), made.getCriticalExtensionOIDs());
    assertArrayEquals(usage(1), made.getKeyUsage());
    assertEquals(-1, made.getBasicConstraints());
    // QCP-n 0.4.0.194112.1.0, then the TSP's own 2.999.1.
    assertEquals(
        "0414" + "3012" + "3009060704008bec400100" + "3005060388" + "3701", hex(made, POLICIES));
    assertEquals(true, contains(made, CRL_POINTS, "http://pki.example.org/crl/issuing.crl"));
    assertEquals(true, contains(made, ACCESS, "http://pki.example.org/ocsp"));
    assertEquals(true, contains(made, ACCESS, "http://pki.example.org/ca/issuing.cer"));
    assertEquals(Drafts.SERIAL.value(), made.getSerialNumber());
    assertEquals(Instant.parse("2026-11-24T12:00:00Z"), made.getNotBefore().toInstant());
    assertEquals(Instant.parse("2028-11-24T11:59:59Z"), made.getNotAfter().toInstant());
  }

  @Test
  void certificateOfAPartedCaNamesTheListOfItsPartition() throws Exception {
    CertificateDraft draft = Drafts.of("qualified-esign-natural-person");
    Issuer issuer = draft.issuer();
    X509Certificate made =
        made(
            new CertificateDraft(
                draft.profile(),
                new Issuer("parted", issuer.kind(), issuer.certificate(), issuer.algorithm()),
                draft.subject(),
                draft.subjectPublicKeyInfo(),
                draft.serial(),
                draft.now()));
    String path = CrlPartition.of(Drafts.SERIAL, 8).path("parted");
    assertEquals(true, contains(made, CRL_POINTS, "http://pki.example.org" + path));
    assertEquals(false, contains(made, CRL_POINTS, "/crl/parted.crl"));
  }

  @Test
  void qcStatementsAreExactlyComplianceTypeAndDisclosureStatement() throws Exception {
    String pds = "https://pki.example.org/policies/pds";
    String expected =
        "3057" // QCStatements
            + "3008060604008e460101" // QcCompliance
            + "3013060604008e4601063009060704008e46010601" // QcType esign
            + "3036060604008e460105302c302a1624"
            + HexFormat.of().formatHex(pds.getBytes(StandardCharsets.US_ASCII))
            + "1302656e"; // QcPDS, English
    X509Certificate made = made(Drafts.of("qualified-esign-natural-person"));
    assertEquals("0459" + expected, hex(made, QC));
  }

  @Test
  void legislationAppearsOnlyWhereTheProfileNamesCountries() throws Exception {
    CertificateProfile.QcStatementsRule rule =
        new CertificateProfile.QcStatementsRule("esign", List.of("UA"));
    String statements =
        HexFormat.of().formatHex(QcStatements.of(rule, "https://x.example").getEncoded("DER"));
    assertEquals(true, statements.endsWith("300e060604008e460107300413025541"), statements);
  }

  @Test
  void ocspResponderHasNocheckAndNoOcspAccess() throws Exception {
    X509Certificate made = made(Drafts.of("ocsp-responder"));
    assertEquals(
        new TreeSet<>(
            Set.of(AKI, SKI, KEY_USAGE, EXTENDED_KEY_USAGE, POLICIES, CRL_POINTS, ACCESS, NOCHECK)),
        extensions(made));
    assertEquals(List.of("1.3.6.1.5.5.7.3.9"), made.getExtendedKeyUsage());
    // Java's parser drops this value: read with the other one.
    assertArrayEquals(
        new byte[] {5, 0},
        new X509CertificateHolder(made.getEncoded())
            .getExtension(new ASN1ObjectIdentifier(NOCHECK))
            .getExtnValue()
            .getOctets());
    assertArrayEquals(usage(0), made.getKeyUsage());
    assertEquals(false, contains(made, ACCESS, "/ocsp"));
  }

  @Test
  void timeStampingUnitHasOneCriticalPurposeAndAKeyPeriod() throws Exception {
    X509Certificate made = made(Drafts.of("time-stamping-unit"));
    assertEquals(Set.of(KEY_USAGE, EXTENDED_KEY_USAGE), made.getCriticalExtensionOIDs());
    assertEquals(List.of("1.3.6.1.5.5.7.3.8"), made.getExtendedKeyUsage());
    assertArrayEquals(usage(0), made.getKeyUsage());
    assertEquals(
        "04243022800f"
            + HexFormat.of().formatHex("20261124120000Z".getBytes(StandardCharsets.US_ASCII))
            + "810f"
            + HexFormat.of().formatHex("20271124115959Z".getBytes(StandardCharsets.US_ASCII)),
        hex(made, KEY_PERIOD));
  }

  @Test
  void tlsServerHasItsConfiguredNames() throws Exception {
    X509Certificate made = made(Drafts.of("infrastructure-tls-server"));
    assertEquals(
        List.of(List.of(2, "localhost"), List.of(7, "127.0.0.1")),
        List.copyOf(made.getSubjectAlternativeNames()));
    assertEquals(List.of("1.3.6.1.5.5.7.3.1"), made.getExtendedKeyUsage());
    assertEquals(true, contains(made, CRL_POINTS, "/crl/management.crl"));
    assertEquals(true, extensions(made).contains(NAMES));
  }

  @Test
  void nodeIsAClientOfItsDatabaseAndNothingElse() throws Exception {
    X509Certificate made = made(Drafts.of("infrastructure-database-client"));
    assertEquals(List.of("1.3.6.1.5.5.7.3.2"), made.getExtendedKeyUsage());
    assertEquals(Set.of(KEY_USAGE, EXTENDED_KEY_USAGE), made.getCriticalExtensionOIDs());
    assertArrayEquals(usage(0), made.getKeyUsage());
    assertEquals(false, extensions(made).contains(NAMES));
    assertEquals(true, contains(made, CRL_POINTS, "/crl/management.crl"));
    assertEquals(Instant.parse("2027-11-24T11:59:59Z"), made.getNotAfter().toInstant());
  }

  @Test
  void certificateNeverOutlivesItsIssuer() throws Exception {
    CertificateDraft draft = Drafts.of("time-stamping-unit");
    Instant late = draft.issuer().certificate().getNotAfter().toInstant().minusSeconds(3600);
    CertificateDraft latest =
        new CertificateDraft(
            draft.profile(),
            draft.issuer(),
            draft.subject(),
            draft.subjectPublicKeyInfo(),
            draft.serial(),
            late);
    assertEquals(draft.issuer().certificate().getNotAfter(), made(latest).getNotAfter());
    CertificateDraft tooLate =
        new CertificateDraft(
            draft.profile(),
            draft.issuer(),
            draft.subject(),
            draft.subjectPublicKeyInfo(),
            draft.serial(),
            late.plusSeconds(3600));
    assertEquals(
        Refusal.PROFILE_VIOLATION,
        assertThrows(RequestRefused.class, () -> composer.compose(tooLate)).refusal());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "qualified-esign-natural-person",
        "ocsp-responder",
        "time-stamping-unit",
        "infrastructure-tls-server",
        "infrastructure-database-client",
        "infrastructure-signing",
        "control"
      })
  void everyShippedProfilePassesTheLinter(String profile) {
    CertificateDraft draft = Drafts.of(profile);
    X509CertificateHolder issuer = draft.issuer().certificate();
    new CertificateLinter(new Randomness().secureRandom())
        .lint(composer.compose(draft), issuer, Drafts.NOW);
  }

  @Test
  void profileOfAnotherKindOfCaIsRefused() {
    CertificateDraft draft = Drafts.of("qualified-esign-natural-person");
    CertificateDraft wrong =
        new CertificateDraft(
            draft.profile(),
            Drafts.issuer(Drafts.CATALOGUE.get("control")),
            draft.subject(),
            draft.subjectPublicKeyInfo(),
            draft.serial(),
            draft.now());
    assertEquals(
        Refusal.PROFILE_VIOLATION,
        assertThrows(RequestRefused.class, () -> composer.compose(wrong)).refusal());
  }

  @Test
  void disclosureStatementMustBeHttpsAndStatusMustBeHttp() {
    GenerationSettings good = Drafts.SETTINGS;
    assertThrows(
        IllegalArgumentException.class,
        () -> settings(good.baseUrl(), URI.create("http://pki.example.org/pds")));
    assertThrows(
        IllegalArgumentException.class,
        () -> settings(URI.create("https://pki.example.org"), good.pdsUrl()));
    assertEquals(good, settings(good.baseUrl(), good.pdsUrl()));
  }

  private static GenerationSettings settings(URI base, URI pds) {
    GenerationSettings good = Drafts.SETTINGS;
    return new GenerationSettings(
        base,
        pds,
        good.policies(),
        good.provider(),
        good.tlsNames(),
        good.tspIssuer(),
        good.parallelMax(),
        good.crlPartitions(),
        good.signingMax());
  }
}
