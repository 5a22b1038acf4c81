package org.opentws.certificategeneration.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1PrintableString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.opentws.certificategeneration.profile.QcStatements;

/** What holds for qualified certificates: those that have, or claim by policy, QCStatements. */
final class QualifiedRules {
  private static final String QCP_N = "0.4.0.194112.1.0";
  private static final String QCP_N_QSCD = "0.4.0.194112.1.2";

  static final List<LintRule> ALL =
      List.of(
          rule(
              "qc-not-critical",
              "ETSI EN 319 412-5, 4.1",
              "QCStatements is not critical.",
              s -> !s.critical(Extension.qCStatements)),
          rule(
              "qc-statements-once",
              "ETSI EN 319 412-5, 4.1",
              "No statement stands twice.",
              s -> FieldRules.distinct(s.statements().stream().map(t -> t.id().getId()).toList())),
          rule(
              "qc-compliance",
              "ETSI EN 319 412-5, 4.2.1",
              "A qualified certificate says so by QcCompliance.",
              s -> s.statement(QcStatements.COMPLIANCE).isPresent()),
          rule(
              "qc-type-one",
              "ETSI EN 319 412-5, 4.2.3",
              "QcType is present and names one type.",
              s -> type(s).size() == 1),
          rule(
              "qc-pds-english",
              "ETSI EN 319 412-5, 4.3.4",
              "QcPDS is present and has an English disclosure statement.",
              s -> locations(s).stream().anyMatch(location -> language(location).equals("en"))),
          rule(
              "qc-pds-https",
              "ETSI EN 319 412-5, 4.3.4",
              "Every location in QcPDS is an https URL with a lower-case language code.",
              s -> locations(s).stream().allMatch(QualifiedRules::isGoodLocation)),
          rule(
              "qc-legislation",
              "ETSI EN 319 412-5, 4.2.4",
              "QcCClegislation, if present, has upper-case two-letter country codes.",
              QualifiedRules::legislationIsGood),
          rule(
              "qc-policy",
              "ETSI EN 319 411-2, 5.3",
              "A certificate for signatures names QCP-n, or QCP-n-qscd exactly with QcSSCD.",
              QualifiedRules::policyFits),
          rule(
              "qc-subject",
              "ETSI EN 319 412-2, 4.2.4",
              "A natural person has country, serialNumber, commonName, a name or a pseudonym.",
              s ->
                  s.subjectHas(BCStyle.C)
                      && s.subjectHas(BCStyle.SERIALNUMBER)
                      && s.subjectHas(BCStyle.CN)
                      && (s.subjectHas(BCStyle.GIVENNAME)
                          || s.subjectHas(BCStyle.SURNAME)
                          || s.subjectHas(BCStyle.PSEUDONYM))),
          rule(
              "qc-pseudonym-alone",
              "ETSI EN 319 412-2, 4.2.4; CEN/TS 419261, CG1.6a",
              "Beside a pseudonym stands no given name and no surname.",
              s ->
                  !s.subjectHas(BCStyle.PSEUDONYM)
                      || (!s.subjectHas(BCStyle.GIVENNAME) && !s.subjectHas(BCStyle.SURNAME))),
          rule(
              "qc-key-usage",
              "ETSI EN 319 412-2, 4.3.2",
              "A key for signatures is for nonRepudiation alone (type A).",
              s -> s.usage(KeyUsage.nonRepudiation) && s.usageOnly(KeyUsage.nonRepudiation)),
          rule(
              "qc-status",
              "ETSI EN 319 412-2, 4.4.1",
              "OCSP access is given.",
              s -> s.access(AccessDescription.id_ad_ocsp)));

  private QualifiedRules() {}

  private static LintRule rule(
      String id, String citation, String sentence, Predicate<LintSubject> holds) {
    return new LintRule(id, citation, sentence, QualifiedRules::isQualified, holds);
  }

  /** By statement or by policy: a certificate that lost its statements is still looked at. */
  private static boolean isQualified(LintSubject s) {
    return s.has(Extension.qCStatements)
        || (s.has(Extension.certificatePolicies)
            && ExtensionRules.policies(s).stream()
                .anyMatch(policy -> policy.startsWith("0.4.0.194112.")));
  }

  private static List<ASN1Encodable> values(LintSubject.Statement statement) {
    return statement
        .value()
        .map(value -> Arrays.asList(ASN1Sequence.getInstance(value).toArray()))
        .orElse(List.of());
  }

  private static List<ASN1Encodable> type(LintSubject s) {
    return s.statement(QcStatements.TYPE).map(t -> values(t)).orElse(List.of());
  }

  private static List<ASN1Sequence> locations(LintSubject s) {
    return s.statement(QcStatements.PDS)
        .map(t -> values(t).stream().map(ASN1Sequence::getInstance).toList())
        .orElse(List.of());
  }

  private static String language(ASN1Sequence location) {
    return ASN1PrintableString.getInstance(location.getObjectAt(1)).getString();
  }

  private static boolean isGoodLocation(ASN1Sequence location) {
    return location.size() == 2
        && ASN1IA5String.getInstance(location.getObjectAt(0)).getString().startsWith("https://")
        && language(location).matches("[a-z]{2}");
  }

  private static boolean legislationIsGood(LintSubject s) {
    List<String> countries = Arrays.asList(Locale.getISOCountries());
    return s.statement(QcStatements.LEGISLATION)
        .map(
            t ->
                !values(t).isEmpty()
                    && values(t).stream()
                        .allMatch(
                            c ->
                                countries.contains(ASN1PrintableString.getInstance(c).getString())))
        .orElse(true);
  }

  private static boolean policyFits(LintSubject s) {
    if (!type(s).contains(QcStatements.TYPE_ESIGN)) {
      return true;
    }
    boolean device = s.statement(QcStatements.SSCD).isPresent();
    List<String> policies = ExtensionRules.policies(s);
    return device
        ? policies.contains(QCP_N_QSCD) && !policies.contains(QCP_N)
        : policies.contains(QCP_N) && !policies.contains(QCP_N_QSCD);
  }
}
