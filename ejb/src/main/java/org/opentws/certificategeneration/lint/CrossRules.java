package org.opentws.certificategeneration.lint;

import static org.opentws.certificategeneration.lint.LintRule.always;

import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;

/** What holds for the certificate of another provider's CA (CG3). */
final class CrossRules {
  private static final String ANY_POLICY = "2.5.29.32.0";

  private static final Set<String> KNOWN =
      Set.of(
          Extension.authorityKeyIdentifier.getId(),
          Extension.subjectKeyIdentifier.getId(),
          Extension.basicConstraints.getId(),
          Extension.keyUsage.getId(),
          Extension.certificatePolicies.getId(),
          Extension.policyConstraints.getId(),
          Extension.inhibitAnyPolicy.getId(),
          Extension.nameConstraints.getId(),
          Extension.cRLDistributionPoints.getId(),
          Extension.authorityInfoAccess.getId());

  /** Rules for certificates of subjects and of our own services, which are no CA. */
  static final Set<String> OF_SUBJECTS =
      Set.of("extensions-known", "not-a-ca", "name-strings", "name-attributes-once");

  static final List<LintRule> ALL =
      List.of(
          always(
              "cross-extensions-known",
              "CEN/TS 419261, CG1.5",
              "There are only the extensions of a cross certificate.",
              s -> KNOWN.containsAll(s.extensionIds())),
          always(
              "cross-basic-constraints",
              "RFC 5280, 4.2.1.9",
              "It is a CA's, says how many CAs there may be below it, and is critical in that.",
              s -> s.critical(Extension.basicConstraints) && pathLength(s) >= 0),
          always(
              "cross-path-length",
              "RFC 5280, 4.2.1.9 and 6.1.4",
              "It may stand below its issuer, whose path length allows what it allows.",
              CrossRules::fitsBelowItsIssuer),
          always(
              "cross-key-usage",
              "RFC 5280, 4.2.1.3; CEN/TS 419261, KM3.3",
              "The key signs certificates and CRLs and nothing else.",
              s ->
                  s.usage(KeyUsage.keyCertSign | KeyUsage.cRLSign)
                      && s.usageOnly(KeyUsage.keyCertSign | KeyUsage.cRLSign)),
          always(
              "cross-policies-named",
              "RFC 5280, 4.2.1.4",
              "Policies are named one by one: not every policy of another provider is accepted.",
              s -> !ExtensionRules.policies(s).contains(ANY_POLICY)),
          always(
              "cross-policies-demanded",
              "RFC 5280, 4.2.1.11 and 4.2.1.14",
              "An accepted policy is demanded of what is below, mapped to nothing, critical.",
              CrossRules::demandsPolicies),
          new LintRule(
              "cross-name-constraints",
              "RFC 5280, 4.2.1.10",
              "Name constraints are critical and permit something.",
              s -> s.has(Extension.nameConstraints),
              s ->
                  s.critical(Extension.nameConstraints)
                      && NameConstraints.getInstance(s.value(Extension.nameConstraints))
                              .getPermittedSubtrees()
                              .length
                          > 0),
          always(
              "cross-another-name",
              "RFC 5280, 3.2",
              "The other CA has another name than its issuer.",
              s -> !s.certificate().getSubject().equals(s.issuer().getSubject())),
          always(
              "cross-status",
              "CEN/TS 419261, RM1.4",
              "Status can be learned by CRL and by OCSP.",
              s ->
                  s.has(Extension.cRLDistributionPoints)
                      && s.access(AccessDescription.id_ad_ocsp)));

  private CrossRules() {}

  private static int pathLength(LintSubject s) {
    BasicConstraints own = BasicConstraints.getInstance(s.value(Extension.basicConstraints));
    return own.isCA() ? own.getPathLenConstraint().intValueExact() : -1;
  }

  private static boolean fitsBelowItsIssuer(LintSubject s) {
    BigInteger above =
        BasicConstraints.fromExtensions(s.issuer().getExtensions()).getPathLenConstraint();
    return above == null || above.compareTo(BigInteger.valueOf(pathLength(s))) > 0;
  }

  private static boolean demandsPolicies(LintSubject s) {
    PolicyConstraints constraints =
        PolicyConstraints.fromExtensions(s.certificate().getExtensions());
    return s.critical(Extension.policyConstraints)
        && s.critical(Extension.inhibitAnyPolicy)
        && constraints.getRequireExplicitPolicyMapping().signum() == 0
        && constraints.getInhibitPolicyMapping().signum() == 0
        && ASN1Integer.getInstance(s.value(Extension.inhibitAnyPolicy)).getValue().signum() == 0;
  }
}
