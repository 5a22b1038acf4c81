package org.opentws.certificategeneration.lint;

import static org.opentws.certificategeneration.lint.SpoiledCertificate.sequence;
import static org.opentws.certificategeneration.lint.Spoiling.pds;
import static org.opentws.certificategeneration.lint.Spoiling.policy;
import static org.opentws.certificategeneration.lint.Spoiling.purposes;
import static org.opentws.certificategeneration.lint.Spoiling.statements;
import static org.opentws.certificategeneration.lint.Spoiling.url;
import static org.opentws.certificategeneration.lint.Spoiling.with;
import static org.opentws.certificategeneration.lint.Spoiling.without;

import java.util.List;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.opentws.certificategeneration.profile.QcStatements;

/** Certificates spoiled in what their purpose demands: qualified, time-stamping, OCSP. */
final class PurposeSamples {
  private PurposeSamples() {}

  static List<LintSample> qualified() {
    return List.of(
        new LintSample(
            "qc_critical",
            LintSample.PERSON,
            c -> c.setCritical(Extension.qCStatements, true),
            "qc-not-critical"),
        new LintSample(
            "qc_statement_twice",
            LintSample.PERSON,
            c -> statements(c, list -> list.add(sequence(QcStatements.COMPLIANCE))),
            "qc-statements-once"),
        new LintSample(
            "qc_missing_altogether",
            LintSample.PERSON,
            c -> c.remove(Extension.qCStatements),
            "qc-compliance",
            "qc-type-one",
            "qc-pds-english"),
        new LintSample(
            "qc_compliance_missing",
            LintSample.PERSON,
            c -> without(c, QcStatements.COMPLIANCE),
            "qc-compliance"),
        new LintSample(
            "qc_type_missing",
            LintSample.PERSON,
            c -> without(c, QcStatements.TYPE),
            "qc-type-one"),
        new LintSample(
            "qc_pds_missing",
            LintSample.PERSON,
            c -> without(c, QcStatements.PDS),
            "qc-pds-english"),
        new LintSample(
            "qc_pds_only_czech",
            LintSample.PERSON,
            c -> pds(c, "https://x/pds", "cs"),
            "qc-pds-english"),
        new LintSample(
            "qc_pds_http", LintSample.PERSON, c -> pds(c, "http://x/pds", "en"), "qc-pds-https"),
        new LintSample(
            "qc_pds_language_upper_case",
            LintSample.PERSON,
            c -> pds(c, "https://x/pds", "EN"),
            "qc-pds-english",
            "qc-pds-https"),
        new LintSample(
            "qc_legislation_lower_case",
            LintSample.PERSON,
            c ->
                statements(
                    c,
                    list ->
                        list.add(
                            sequence(
                                QcStatements.LEGISLATION, sequence(new DERPrintableString("ua"))))),
            "qc-legislation"),
        new LintSample(
            "qc_device_claimed_without_its_policy",
            LintSample.PERSON,
            c -> statements(c, list -> list.add(sequence(QcStatements.SSCD))),
            "qc-policy"),
        new LintSample(
            "qc_policy_missing",
            LintSample.PERSON,
            c ->
                c.replace(
                    Extension.certificatePolicies,
                    false,
                    new CertificatePolicies(policy("2.999.1"))),
            "qc-policy"),
        new LintSample(
            "qc_subject_without_serial_number",
            LintSample.PERSON,
            c -> c.subject = without(c.subject, BCStyle.SERIALNUMBER),
            "qc-subject"),
        new LintSample(
            "qc_pseudonym_beside_name",
            LintSample.PERSON,
            c -> c.subject = with(c.subject, BCStyle.PSEUDONYM, new DERUTF8String("Swan")),
            "qc-pseudonym-alone"),
        new LintSample(
            "qc_key_also_authenticates",
            LintSample.PERSON,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.nonRepudiation | KeyUsage.digitalSignature)),
            "qc-key-usage"),
        new LintSample(
            "qc_without_ocsp",
            LintSample.PERSON,
            c ->
                c.replace(
                    Extension.authorityInfoAccess,
                    false,
                    new AuthorityInformationAccess(
                        AccessDescription.id_ad_caIssuers, url("http://x/ca"))),
            "qc-status"));
  }

  static List<LintSample> services() {
    return List.of(
        new LintSample(
            "tsu_with_two_purposes",
            LintSample.TSU,
            c -> purposes(c, true, KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_clientAuth),
            "tsu-purpose-alone"),
        new LintSample(
            "tsu_purpose_not_critical",
            LintSample.TSU,
            c -> c.setCritical(Extension.extendedKeyUsage, false),
            "tsu-purpose-critical"),
        new LintSample(
            "tsu_key_encipherment",
            LintSample.TSU,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment)),
            "tsu-key-usage"),
        new LintSample(
            "tsu_without_key_period",
            LintSample.TSU,
            c -> c.remove(Extension.privateKeyUsagePeriod),
            "tsu-key-period"),
        new LintSample(
            "ocsp_with_two_purposes",
            LintSample.OCSP,
            c -> purposes(c, false, KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_clientAuth),
            "ocsp-purpose-alone"),
        new LintSample(
            "ocsp_without_nocheck",
            LintSample.OCSP,
            c -> c.remove(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck),
            "ocsp-nocheck"),
        new LintSample(
            "ocsp_nocheck_not_null",
            LintSample.OCSP,
            c ->
                c.replace(
                    OCSPObjectIdentifiers.id_pkix_ocsp_nocheck,
                    false,
                    new DEROctetString(new byte[0])),
            "ocsp-nocheck"),
        new LintSample(
            "ocsp_that_points_to_ocsp",
            LintSample.OCSP,
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
        new LintSample(
            "ocsp_key_also_for_non_repudiation",
            LintSample.OCSP,
            c ->
                c.replace(
                    Extension.keyUsage,
                    true,
                    new KeyUsage(KeyUsage.digitalSignature | KeyUsage.nonRepudiation)),
            "ocsp-key-usage"),
        new LintSample(
            "person_with_nocheck",
            LintSample.PERSON,
            c -> c.add(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE),
            "nocheck-only-ocsp"));
  }
}
