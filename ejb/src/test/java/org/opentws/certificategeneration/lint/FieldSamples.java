package org.opentws.certificategeneration.lint;

import static org.opentws.certificategeneration.lint.SpoiledCertificate.time;
import static org.opentws.certificategeneration.lint.Spoiling.policy;
import static org.opentws.certificategeneration.lint.Spoiling.purposes;
import static org.opentws.certificategeneration.lint.Spoiling.renamed;
import static org.opentws.certificategeneration.lint.Spoiling.rsa2048;
import static org.opentws.certificategeneration.lint.Spoiling.url;
import static org.opentws.certificategeneration.lint.Spoiling.with;

import java.math.BigInteger;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBMPString;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
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
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/** Certificates spoiled in a field or in an extension that every certificate may have. */
final class FieldSamples {
  private FieldSamples() {}

  static List<LintSample> fields() {
    return List.of(
        new LintSample("version_1", LintSample.PERSON, c -> c.version = 0, "well-formed"),
        new LintSample(
            "serial_zero",
            LintSample.PERSON,
            c -> c.serial = BigInteger.ZERO,
            "serial-positive",
            "serial-unpredictable"),
        new LintSample(
            "serial_21_octets",
            LintSample.PERSON,
            c -> c.serial = BigInteger.ONE.shiftLeft(160),
            "serial-positive"),
        new LintSample(
            "serial_counter",
            LintSample.PERSON,
            c -> c.serial = BigInteger.valueOf(4711),
            "serial-unpredictable"),
        new LintSample(
            "algorithm_outside_differs",
            LintSample.PERSON,
            c ->
                c.outsideAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA384),
            "signature-algorithm-same"),
        new LintSample(
            "ecdsa_with_sha1",
            LintSample.PERSON,
            c -> {
              c.insideAlgorithm = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA1);
              c.outsideAlgorithm = c.insideAlgorithm;
            },
            "signature-algorithm-sound"),
        new LintSample(
            "issuer_name_reencoded",
            LintSample.PERSON,
            c -> c.issuerName = renamed(c.issuerName, BCStyle.O, new DERPrintableString("Test")),
            "issuer-name"),
        new LintSample(
            "subject_empty",
            LintSample.PERSON,
            c -> c.subject = new X500Name(new RDN[0]),
            "subject-present",
            "qc-subject"),
        new LintSample(
            "country_lower_case",
            LintSample.PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.C, new DERPrintableString("cz")),
            "country-upper-case"),
        new LintSample(
            "country_unknown",
            LintSample.PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.C, new DERPrintableString("XX")),
            "country-upper-case"),
        new LintSample(
            "country_utf8",
            LintSample.PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.C, new DERUTF8String("CZ")),
            "country-upper-case"),
        new LintSample(
            "serial_number_utf8",
            LintSample.PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.SERIALNUMBER, new DERUTF8String("1")),
            "serial-number-printable"),
        new LintSample(
            "common_name_bmp",
            LintSample.PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.CN, new DERBMPString("Anna")),
            "name-strings"),
        new LintSample(
            "common_name_65",
            LintSample.PERSON,
            c -> c.subject = renamed(c.subject, BCStyle.CN, new DERUTF8String("x".repeat(65))),
            "name-length"),
        new LintSample(
            "common_name_twice",
            LintSample.PERSON,
            c -> c.subject = with(c.subject, BCStyle.CN, new DERUTF8String("Eva")),
            "name-attributes-once"),
        new LintSample(
            "backdated_by_one_second",
            LintSample.PERSON,
            c -> c.notBefore = time("2026-11-24T11:59:59Z"),
            "not-before-now"),
        new LintSample(
            "ends_before_it_begins",
            LintSample.PERSON,
            c -> c.notAfter = time("2026-11-24T11:59:59Z"),
            "not-after-later"),
        new LintSample(
            "outlives_its_issuer",
            LintSample.PERSON,
            c -> c.notAfter = time("2046-11-24T11:59:59Z"),
            "within-issuer"),
        new LintSample(
            "generalized_time_before_2050",
            LintSample.PERSON,
            c -> c.notAfter = new DERGeneralizedTime("20281124115959Z"),
            "time-encoding"),
        new LintSample("key_rsa_2048", LintSample.PERSON, c -> c.key = rsa2048(), "key-sound"),
        new LintSample(
            "key_of_the_issuer",
            LintSample.PERSON,
            c -> c.key = c.issuer.getSubjectPublicKeyInfo(),
            "key-not-issuers"),
        new LintSample(
            "unique_identifier",
            LintSample.PERSON,
            c -> c.uniqueIdentifier = true,
            "no-unique-identifiers"));
  }

  static List<LintSample> extensions() {
    return List.of(
        new LintSample(
            "extension_twice",
            LintSample.PERSON,
            c -> c.add(Extension.keyUsage, true, new KeyUsage(KeyUsage.nonRepudiation)),
            "well-formed"),
        new LintSample(
            "extension_unknown",
            LintSample.PERSON,
            c -> c.add(new ASN1ObjectIdentifier("1.2.3.4"), false, DERNull.INSTANCE),
            "extensions-known"),
        new LintSample(
            "policies_critical",
            LintSample.PERSON,
            c -> c.setCritical(Extension.certificatePolicies, true),
            "extensions-not-critical"),
        new LintSample(
            "authority_key_identifier_foreign",
            LintSample.PERSON,
            c ->
                c.replace(
                    Extension.authorityKeyIdentifier,
                    false,
                    new AuthorityKeyIdentifier(new byte[20])),
            "authority-key-identifier"),
        new LintSample(
            "authority_key_identifier_missing",
            LintSample.PERSON,
            c -> c.remove(Extension.authorityKeyIdentifier),
            "authority-key-identifier"),
        new LintSample(
            "subject_key_identifier_empty",
            LintSample.PERSON,
            c -> c.replace(Extension.subjectKeyIdentifier, false, new DEROctetString(new byte[0])),
            "subject-key-identifier"),
        new LintSample(
            "key_usage_not_critical",
            LintSample.PERSON,
            c -> c.setCritical(Extension.keyUsage, false),
            "key-usage-critical"),
        new LintSample(
            "certificate_of_a_ca",
            LintSample.PERSON,
            c -> c.add(Extension.basicConstraints, true, new BasicConstraints(true)),
            "not-a-ca"),
        new LintSample(
            "key_that_signs_certificates",
            LintSample.TLS,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign)),
            "not-a-ca"),
        new LintSample(
            "policies_missing",
            LintSample.TLS,
            c -> c.remove(Extension.certificatePolicies),
            "policies"),
        new LintSample(
            "policy_twice",
            LintSample.TLS,
            c ->
                c.replace(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(
                        new PolicyInformation[] {policy("2.999.3"), policy("2.999.3")})),
            "policies"),
        new LintSample(
            "crl_by_ldap",
            LintSample.TLS,
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
        new LintSample(
            "ca_issuers_missing",
            LintSample.PERSON,
            c ->
                c.replace(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                        AccessDescription.id_ad_ocsp, url("http://x/ocsp"))),
            "access-http"),
        new LintSample(
            "status_nowhere",
            LintSample.TLS,
            c -> c.remove(Extension.cRLDistributionPoints),
            "status-reachable"),
        new LintSample(
            "any_purpose",
            LintSample.TLS,
            c -> purposes(c, false, KeyPurposeId.anyExtendedKeyUsage),
            "no-any-purpose"),
        new LintSample(
            "server_without_names",
            LintSample.TLS,
            c -> c.remove(Extension.subjectAlternativeName),
            "server-names"));
  }
}
