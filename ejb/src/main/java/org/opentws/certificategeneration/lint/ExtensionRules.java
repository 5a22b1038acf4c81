package org.opentws.certificategeneration.lint;

import static org.opentws.certificategeneration.lint.LintRule.always;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;

/** What holds for the extensions of every certificate. */
final class ExtensionRules {
  private static final Set<String> KNOWN =
      Set.of(
          Extension.authorityKeyIdentifier.getId(),
          Extension.subjectKeyIdentifier.getId(),
          Extension.keyUsage.getId(),
          Extension.extendedKeyUsage.getId(),
          Extension.privateKeyUsagePeriod.getId(),
          Extension.certificatePolicies.getId(),
          Extension.cRLDistributionPoints.getId(),
          Extension.authorityInfoAccess.getId(),
          Extension.qCStatements.getId(),
          Extension.subjectAlternativeName.getId(),
          Extension.basicConstraints.getId(),
          OCSPObjectIdentifiers.id_pkix_ocsp_nocheck.getId());

  private static final Set<ASN1ObjectIdentifier> NEVER_CRITICAL =
      Set.of(
          Extension.authorityKeyIdentifier,
          Extension.subjectKeyIdentifier,
          Extension.authorityInfoAccess,
          Extension.certificatePolicies,
          Extension.cRLDistributionPoints,
          OCSPObjectIdentifiers.id_pkix_ocsp_nocheck);

  static final List<LintRule> ALL =
      List.of(
          always(
              "extensions-known",
              "CEN/TS 419261, CG1.5",
              "There are only extensions that some profile can ask for.",
              s -> KNOWN.containsAll(s.extensionIds())),
          always(
              "extensions-not-critical",
              "RFC 5280, 4.2.1 and 4.2.2",
              "Key identifiers, access, policies, distribution points, nocheck are not critical.",
              s -> NEVER_CRITICAL.stream().noneMatch(s::critical)),
          always(
              "authority-key-identifier",
              "RFC 5280, 4.2.1.1",
              "The authority key identifier is the issuer's subject key identifier.",
              s ->
                  Arrays.equals(
                      AuthorityKeyIdentifier.getInstance(s.value(Extension.authorityKeyIdentifier))
                          .getKeyIdentifierOctets(),
                      SubjectKeyIdentifier.fromExtensions(s.issuer().getExtensions())
                          .getKeyIdentifier())),
          always(
              "subject-key-identifier",
              "RFC 5280, 4.2.1.2; ETSI EN 319 412-2, 4.3",
              "There is a subject key identifier.",
              s ->
                  ASN1OctetString.getInstance(s.value(Extension.subjectKeyIdentifier))
                          .getOctets()
                          .length
                      > 0),
          always(
              "key-usage-critical",
              "RFC 5280, 4.2.1.3",
              "keyUsage is present, critical, and not empty.",
              s ->
                  s.critical(Extension.keyUsage)
                      && KeyUsage.fromExtensions(s.certificate().getExtensions()).getBytes()[0]
                          != 0),
          always(
              "not-a-ca",
              "RFC 5280, 4.2.1.9; CEN/TS 419261, CG1.4",
              "Only the ceremony makes CA certificates: no CA, no certificate or CRL signing.",
              s -> !isCa(s) && !s.usage(KeyUsage.keyCertSign) && !s.usage(KeyUsage.cRLSign)),
          always(
              "policies",
              "CEN/TS 419261, CG1.6f; RFC 5280, 4.2.1.4",
              "The certificate names its policies, each once.",
              ExtensionRules::hasPolicies),
          always(
              "distribution-points-http",
              "ETSI EN 319 412-2, 4.3.11",
              "Distribution points have an http location.",
              s -> !s.has(Extension.cRLDistributionPoints) || distributionPointsAreHttp(s)),
          always(
              "access-http",
              "ETSI EN 319 412-2, 4.4.1",
              "Access to the issuer's certificate is given, every access by http or https.",
              s ->
                  s.access(AccessDescription.id_ad_caIssuers)
                      && s.access().stream().allMatch(a -> isHttp(a.getAccessLocation()))),
          always(
              "status-reachable",
              "CEN/TS 419261, RS1",
              "Status can be learned by OCSP or by CRL.",
              s ->
                  s.has(Extension.cRLDistributionPoints)
                      || s.access(AccessDescription.id_ad_ocsp)
                      || s.has(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck)),
          always(
              "no-any-purpose",
              "RFC 5280, 4.2.1.12",
              "No certificate is for any purpose.",
              s -> !s.isFor(KeyPurposeId.anyExtendedKeyUsage)),
          new LintRule(
              "server-names",
              "RFC 9525, 4.1",
              "A TLS server's certificate has its names in subjectAltName.",
              s -> s.isFor(KeyPurposeId.id_kp_serverAuth),
              s ->
                  Arrays.stream(
                          GeneralNames.getInstance(s.value(Extension.subjectAlternativeName))
                              .getNames())
                      .anyMatch(
                          name ->
                              name.getTagNo() == GeneralName.dNSName
                                  || name.getTagNo() == GeneralName.iPAddress)));

  private ExtensionRules() {}

  private static boolean isCa(LintSubject s) {
    BasicConstraints constraints = BasicConstraints.fromExtensions(s.certificate().getExtensions());
    return constraints != null && constraints.isCA();
  }

  private static boolean hasPolicies(LintSubject s) {
    List<String> policies = policies(s);
    return !policies.isEmpty() && FieldRules.distinct(policies);
  }

  static List<String> policies(LintSubject s) {
    return Arrays.stream(
            CertificatePolicies.fromExtensions(s.certificate().getExtensions())
                .getPolicyInformation())
        .map(policy -> policy.getPolicyIdentifier().getId())
        .toList();
  }

  private static boolean distributionPointsAreHttp(LintSubject s) {
    DistributionPoint[] points =
        CRLDistPoint.getInstance(s.value(Extension.cRLDistributionPoints)).getDistributionPoints();
    return points.length > 0
        && Arrays.stream(points)
            .allMatch(
                point ->
                    Arrays.stream(
                            GeneralNames.getInstance(point.getDistributionPoint().getName())
                                .getNames())
                        .allMatch(ExtensionRules::isPlainHttp));
  }

  private static boolean isPlainHttp(GeneralName name) {
    return name.getTagNo() == GeneralName.uniformResourceIdentifier
        && name.getName().toString().startsWith("http://");
  }

  private static boolean isHttp(GeneralName name) {
    return isPlainHttp(name)
        || (name.getTagNo() == GeneralName.uniformResourceIdentifier
            && name.getName().toString().startsWith("https://"));
  }
}
