package org.opentws.certificategeneration.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.certificategeneration.lint.SpoiledCertificate.sequence;
import static org.opentws.certificategeneration.lint.SpoiledCertificate.time;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.certificategeneration.profile.CertificateComposer;
import org.opentws.certificategeneration.profile.CertificateDraft;
import org.opentws.certificategeneration.profile.Drafts;
import org.opentws.certificategeneration.profile.QcStatements;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.value.Der;

class LintSamplesTest {
  private static final String PERSON = "qualified-esign-natural-person";
  private static final String TSU = "time-stamping-unit";
  private static final String OCSP = "ocsp-responder";
  private static final String TLS = "infrastructure-tls-server";

  /** One spoiled certificate, named by its defect, and exactly the rules that it breaks. */
  record Sample(String name, String profile, Consumer<SpoiledCertificate> spoil, String... broken) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Sample> fields() {
    return List.of(
        new Sample("version_1", PERSON, c -> c.version = 0, "well-formed"),
        new Sample(
            "serial_zero",
            PERSON,
            c -> c.serial = BigInteger.ZERO,
            "serial-positive",
            "serial-unpredictable"),
        new Sample(
            "serial_21_octets",
            PERSON,
            c -> c.serial = BigInteger.ONE.shiftLeft(160),
            "serial-positive"),
        new Sample(
            "serial_counter",
            PERSON,
            c -> c.serial = BigInteger.valueOf(4711),
            "serial-unpredictable"),
        new Sample(
            "algorithm_outside_differs",
            PERSON,
            c ->
                c.outsideAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384),
            "signature-algorithm-same"),
        new Sample(
            "ecdsa_with_sha1",
            PERSON,
            c -> {
              c.insideAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA1);
              c.outsideAlgorithm = c.insideAlgorithm;
            },
            "signature-algorithm-sound"),
        new Sample(
            "issuer_name_reencoded",
            PERSON,
            c -> c.issuerName = renamed(c.issuerName, BCStyle.O, new DERPrintableString("Test")),
            "issuer-name"),
        new Sample(
            "subject_empty",
            PERSON,
            c -> c.subject = new X500Name(new RDN[0]),
            "subject-present",
            "qc-subject"),
        new Sample(
            "country_lower_case",
            PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.C, new DERPrintableString("cz")),
            "country-upper-case"),
        new Sample(
            "country_unknown",
            PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.C, new DERPrintableString("XX")),
            "country-upper-case"),
        new Sample(
            "country_utf8",
            PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.C, new DERUTF8String("CZ")),
            "country-upper-case"),
        new Sample(
            "serial_number_utf8",
            PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.SERIALNUMBER, new DERUTF8String("1")),
            "serial-number-printable"),
        new Sample(
            "common_name_bmp",
            PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.CN, new DERBMPString("Anna")),
            "name-strings"),
        new Sample(
            "common_name_65",
            PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.CN, new DERUTF8String("x".repeat(65))),
            "name-length"),
        new Sample(
            "common_name_twice",
            PERSON,
            c -> c.subject = with(c.subject, BCStyle.CN, new DERUTF8String("Eva")),
            "name-attributes-once"),
        new Sample(
            "backdated_by_one_second",
            PERSON,
            c -> c.notBefore = time("2026-11-24T11:59:59Z"),
            "not-before-now"),
        new Sample(
            "ends_before_it_begins",
            PERSON,
            c -> c.notAfter = time("2026-11-24T11:59:59Z"),
            "not-after-later"),
        new Sample(
            "outlives_its_issuer",
            PERSON,
            c -> c.notAfter = time("2046-11-24T11:59:59Z"),
            "within-issuer"),
        new Sample(
            "generalized_time_before_2050",
            PERSON,
            c -> c.notAfter = new DERGeneralizedTime("20281124115959Z"),
            "time-encoding"),
        new Sample("key_rsa_2048", PERSON, c -> c.key = rsa2048(), "key-sound"),
        new Sample(
            "key_of_the_issuer",
            PERSON,
            c -> c.key = c.issuer.getSubjectPublicKeyInfo(),
            "key-not-issuers"),
        new Sample(
            "unique_identifier", PERSON, c -> c.uniqueIdentifier = true, "no-unique-identifiers"));
  }

  static List<Sample> extensions() {
    return List.of(
        new Sample(
            "extension_twice",
            PERSON,
            c -> c.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.nonRepudiation)),
            "well-formed"),
        new Sample(
            "extension_unknown",
            PERSON,
            c -> c.add(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE),
            "extensions-known"),
        new Sample(
            "policies_critical",
            PERSON,
            c -> c.setCritical(Extension.certificatePolicies, true),
            "extensions-not-critical"),
        new Sample(
            "authority_key_identifier_foreign",
            PERSON,
            c ->
                c.replace(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(new byte[20])),
            "authority-key-identifier"),
        new Sample(
            "authority_key_identifier_missing",
            PERSON,
            c -> c.remove(Extension.authorityKeyIdentifier),
            "authority-key-identifier"),
        new Sample(
            "subject_key_identifier_empty",
            PERSON,
            c -> c.replace(Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[0])),
            "subject-key-identifier"),
        new Sample(
            "key_usage_not_critical",
            PERSON,
            c -> c.setCritical(Extension.keyUsage, false),
            "key-usage-critical"),
        new Sample(
            "certificate_of_a_ca",
            PERSON,
            c -> c.add(Extension.basicConstraints, true, new BasicConstraints(true)),
            "not-a-ca"),
        new Sample(
            "key_that_signs_certificates",
            TLS,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)),
            "not-a-ca"),
        new Sample(
            "policies_missing", TLS, c -> c.remove(Extension.certificatePolicies), "policies"),
        new Sample(
            "policy_twice",
            TLS,
            c ->
                c.replace(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(
                        new PolicyInformation[] {policy("2.999.3"), policy("2.999.3")})),
            "policies"),
        new Sample(
            "crl_by_ldap",
            TLS,
            c ->
                c.replace(
                    Extension.cRLDistributionPoints,
                    false,
                    new CRLDistPoint(
                        new DistributionPoint[] {
                          new DistributionPoint(
                              new DistributionPointName(new GeneralNames(url("ldap://x/y"))),
                              null,
                              null)
                        })),
            "distribution-points-http"),
        new Sample(
            "ca_issuers_missing",
            PERSON,
            c ->
                c.replace(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp, url("http://x/ocsp"))),
            "access-http"),
        new Sample(
            "status_nowhere",
            TLS,
            c -> c.remove(Extension.cRLDistributionPoints),
            "status-reachable"),
        new Sample(
            "any_purpose",
            TLS,
            c -> purposes(c, false, KeyPurposeId.anyExtendedKeyUsage),
            "no-any-purpose"),
        new Sample(
            "server_without_names",
            TLS,
            c -> c.remove(Extension.subjectAlternativeName),
            "server-names"));
  }

  static List<Sample> qualified() {
    return List.of(
        new Sample(
            "qc_critical",
            PERSON,
            c -> c.setCritical(Extension.qCStatements, true),
            "qc-not-critical"),
        new Sample(
            "qc_statement_twice",
            PERSON,
            c -> statements(c, list -> list.add(sequence(QcStatements.COMPLIANCE))),
            "qc-statements-once"),
        new Sample(
            "qc_missing_altogether",
            PERSON,
            c -> c.remove(Extension.qCStatements),
            "qc-compliance",
            "qc-type-one",
            "qc-pds-english"),
        new Sample(
            "qc_compliance_missing",
            PERSON,
            c -> without(c, QcStatements.COMPLIANCE),
            "qc-compliance"),
        new Sample("qc_type_missing", PERSON, c -> without(c, QcStatements.TYPE), "qc-type-one"),
        new Sample("qc_pds_missing", PERSON, c -> without(c, QcStatements.PDS), "qc-pds-english"),
        new Sample(
            "qc_pds_only_czech", PERSON, c -> pds(c, "https://x/pds", "cs"), "qc-pds-english"),
        new Sample("qc_pds_http", PERSON, c -> pds(c, "http://x/pds", "en"), "qc-pds-https"),
        new Sample(
            "qc_pds_language_upper_case",
            PERSON,
            c -> pds(c, "https://x/pds", "EN"),
            "qc-pds-english",
            "qc-pds-https"),
        new Sample(
            "qc_legislation_lower_case",
            PERSON,
            c ->
                statements(
                    c,
                    list ->
                        list.add(
                            sequence(
                                QcStatements.LEGISLATION, sequence(new DERPrintableString("ua"))))),
            "qc-legislation"),
        new Sample(
            "qc_device_claimed_without_its_policy",
            PERSON,
            c -> statements(c, list -> list.add(sequence(QcStatements.SSCD))),
            "qc-policy"),
        new Sample(
            "qc_policy_missing",
            PERSON,
            c ->
                c.replace(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(policy("2.999.1"))),
            "qc-policy"),
        new Sample(
            "qc_subject_without_serial_number",
            PERSON,
            c -> c.subject = without(c.subject, BCStyle.SERIALNUMBER),
            "qc-subject"),
        new Sample(
            "qc_pseudonym_beside_name",
            PERSON,
            c -> c.subject = with(c.subject, BCStyle.PSEUDONYM, new DERUTF8String("Swan")),
            "qc-pseudonym-alone"),
        new Sample(
            "qc_key_also_authenticates",
            PERSON,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.nonRepudiation | KeyUsage.digitalSignature)),
            "qc-key-usage"),
        new Sample(
            "qc_without_ocsp",
            PERSON,
            c ->
                c.replace(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                        AccessDescription.id_ad_caIssuers, url("http://x/ca"))),
            "qc-status"));
  }

  static List<Sample> services() {
    return List.of(
        new Sample(
            "tsu_with_two_purposes",
            TSU,
            c -> purposes(c, true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_clientAuth),
            "tsu-purpose-alone"),
        new Sample(
            "tsu_purpose_not_critical",
            TSU,
            c -> c.setCritical(Extension.extendedKeyUsage, false),
            "tsu-purpose-critical"),
        new Sample(
            "tsu_key_encipherment",
            TSU,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)),
            "tsu-key-usage"),
        new Sample(
            "tsu_without_key_period",
            TSU,
            c -> c.remove(Extension.privateKeyUsagePeriod),
            "tsu-key-period"),
        new Sample(
            "ocsp_with_two_purposes",
            OCSP,
            c -> purposes(c, false, KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_clientAuth),
            "ocsp-purpose-alone"),
        new Sample(
            "ocsp_without_nocheck",
            OCSP,
            c -> c.remove(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck),
            "ocsp-nocheck"),
        new Sample(
            "ocsp_nocheck_not_null",
            OCSP,
            c ->
                c.replace(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nocheck,
                    false,
                    new DEROctetString(new byte[0])),
            "ocsp-nocheck"),
        new Sample(
            "ocsp_that_points_to_ocsp",
            OCSP,
            c ->
                c.replace(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                        new AccessDescription[] {
                          new AccessDescription(AccessDescription.id_ad_ocsp, url("http://x/o")),
                          new AccessDescription(
                              AccessDescription.id_ad_caIssuers, url("http://x/c"))
                        })),
            "ocsp-no-ocsp"),
        new Sample(
            "ocsp_key_also_for_non_repudiation",
            OCSP,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)),
            "ocsp-key-usage"),
        new Sample(
            "person_with_nocheck",
            PERSON,
            c -> c.add(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE),
            "nocheck-only-ocsp"));
  }

  @ParameterizedTest
  @MethodSource({"fields", "extensions", "qualified", "services"})
  void spoiledCertificateBreaksExactlyTheRuleOfItsDefect(Sample sample) {
    SpoiledCertificate certificate = new SpoiledCertificate(sample.profile());
    sample.spoil().accept(certificate);
    assertEquals(
        new TreeSet<>(Set.of(sample.broken())), broken(certificate.encoded(), certificate));
  }

  private static Set<String> broken(Der encoded, SpoiledCertificate certificate) {
    return CertificateLinter.findings(encoded, certificate.issuer, Drafts.NOW).stream()
        .map(LintFinding::ruleId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void unspoiledCertificateBreaksNoRule() {
    for (String profile : List.of(PERSON, TSU, OCSP, TLS)) {
      SpoiledCertificate certificate = new SpoiledCertificate(profile);
      assertEquals(Set.of(), broken(certificate.encoded(), certificate), profile);
    }
  }

  @Test
  void encodingThatIsNotDerIsFound() {
    SpoiledCertificate certificate = new SpoiledCertificate(PERSON);
    // The outermost length in a longer form than needed: BER, not DER.
    byte[] der = certificate.encoded().octets();
    byte[] ber = new byte[der.length + 1];
    ber[0] = der[0];
    ber[1] = (byte) 0x83;
    ber[2] = 0;
    System.arraycopy(der, 2, ber, 3, der.length - 2);
    assertEquals(0x82, der[1] & 0xff, "the sample needs a two-octet length");
    assertEquals(Set.of("der"), broken(Der.of(ber), certificate));
  }

  @Test
  void everyRuleHasASample() {
    Set<String> shown = new TreeSet<>(Set.of("der"));
    for (List<Sample> samples : List.of(fields(), extensions(), qualified(), services())) {
      samples.forEach(sample -> shown.addAll(Arrays.asList(sample.broken())));
    }
    assertEquals(new TreeSet<>(CertificateLinter.ruleIds()), shown);
  }

  @Test
  void lintedCertificateIsTakenOnce() {
    CertificateDraft draft = Drafts.of(PERSON);
    LintedCertificate linted =
        linter()
            .lint(
                new CertificateComposer(Drafts.SETTINGS).compose(draft),
                draft.issuer().certificate(),
                Drafts.NOW);
    assertTrue(linted.take().length() > 0);
    assertThrows(IllegalStateException.class, linted::take);
  }

  @Test
  void certificateThatBreaksARuleNeverBecomesALintedOne() {
    CertificateDraft draft = Drafts.of(PERSON);
    RequestRefused refused =
        assertThrows(
            RequestRefused.class,
            () ->
                linter()
                    .lint(
                        new CertificateComposer(Drafts.SETTINGS).compose(draft),
                        draft.issuer().certificate(),
                        Drafts.NOW.plusSeconds(5)));
    assertEquals(Refusal.LINT_FAILED, refused.refusal());
    assertTrue(refused.detail().contains("not-before-now"), refused.detail());
  }

  private static CertificateLinter linter() {
    return new CertificateLinter(new Randomness().secureRandom());
  }

  private static SubjectPublicKeyInfo rsa2048() {
    return SubjectPublicKeyInfo.getInstance(
        SoftwareKeys.publicKey(SoftwareKeys.pair("RSA", 2048)).octets());
  }

  private static X500Name renamed(X500Name name, ASN1ObjectIdentifier type, ASN1Encodable value) {
    X500NameBuilder builder = new X500NameBuilder();
    for (RDN rdn : name.getRDNs()) {
      boolean meant = rdn.getFirst().getType().equals(type);
      builder.addRDN(rdn.getFirst().getType(), meant ? value : rdn.getFirst().getValue());
    }
    return builder.build();
  }

  private static X500Name with(X500Name name, ASN1ObjectIdentifier type, ASN1Encodable value) {
    X500NameBuilder builder = new X500NameBuilder();
    Arrays.stream(name.getRDNs()).forEach(rdn -> builder.addRDN(rdn.getFirst()));
    return builder.addRDN(type, value).build();
  }

  private static X500Name without(X500Name name, ASN1ObjectIdentifier type) {
    return new X500Name(
        Arrays.stream(name.getRDNs())
            .filter(rdn -> !rdn.getFirst().getType().equals(type))
            .toArray(RDN[]::new));
  }

  private static void purposes(SpoiledCertificate c, boolean critical, KeyPurposeId... purposes) {
    c.replace(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(purposes));
  }

  private static void statements(SpoiledCertificate c, Consumer<List<ASN1Encodable>> change) {
    List<ASN1Encodable> list =
        new ArrayList<>(
            Arrays.asList(ASN1Sequence.getInstance(c.value(Extension.qCStatements)).toArray()));
    change.accept(list);
    c.replace(Extension.qCStatements, false, sequence(list.toArray(ASN1Encodable[]::new)));
  }

  private static void without(SpoiledCertificate c, ASN1ObjectIdentifier statement) {
    statements(
        c,
        list ->
            list.removeIf(one -> ASN1Sequence.getInstance(one).getObjectAt(0).equals(statement)));
  }

  private static void pds(SpoiledCertificate c, String url, String language) {
    without(c, QcStatements.PDS);
    statements(
        c,
        list ->
            list.add(
                sequence(
                    QcStatements.PDS,
                    sequence(sequence(new DERIA5String(url), new DERPrintableString(language))))));
  }

  private static PolicyInformation policy(String oid) {
    return new PolicyInformation(new ASN1ObjectIdentifier(oid));
  }

  private static GeneralName url(String url) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, url);
  }
}
