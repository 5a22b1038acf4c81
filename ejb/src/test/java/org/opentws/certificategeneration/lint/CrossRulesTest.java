package org.opentws.certificategeneration.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PolicyConstraints;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.junit.jupiter.api.Test;
import org.opentws.certificategeneration.profile.CrossDrafts;
import org.opentws.certificategeneration.profile.Drafts;

/** Each rule for the certificate of another provider's CA finds its defect, and it alone. */
class CrossRulesTest {
  private static SpoiledCertificate certificate() {
    return new SpoiledCertificate(
        CrossDrafts.composed(CrossDrafts.wanted()), CrossDrafts.issuer().certificate());
  }

  private static Set<String> broken(SpoiledCertificate certificate) {
    return CertificateLinter.crossFindings(certificate.encoded(), certificate.issuer, Drafts.NOW)
        .stream()
        .map(LintFinding::ruleId)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Consumer<SpoiledCertificate>> samples() {
    Map<String, Consumer<SpoiledCertificate>> samples = new LinkedHashMap<>();
    samples.put(
        "cross-extensions-known",
        c -> c.add(new ASN1ObjectIdentifier("2.999.1"), false, DERNull.INSTANCE));
    samples.put("cross-basic-constraints", c -> c.setCritical(Extension.basicConstraints, false));
    samples.put(
        "cross-key-usage",
        c ->
            c.replace(
                Extension.keyUsage,
                true,
                new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature)));
    samples.put(
        "cross-policies-named",
        c ->
            c.replace(
                Extension.certificatePolicies,
                false,
                new CertificatePolicies(
                    new PolicyInformation(new ASN1ObjectIdentifier("2.5.29.32.0")))));
    samples.put(
        "cross-policies-demanded",
        c ->
            c.replace(
                Extension.policyConstraints,
                true,
                new PolicyConstraints(BigInteger.ONE, BigInteger.ZERO)));
    samples.put(
        "cross-name-constraints",
        c ->
            c.replace(
                Extension.nameConstraints,
                true,
                new NameConstraints(new GeneralSubtree[0], new GeneralSubtree[0])));
    samples.put("cross-another-name", c -> c.subject = c.issuer.getSubject());
    samples.put("cross-status", c -> c.remove(Extension.cRLDistributionPoints));
    return samples;
  }

  @Test
  void soundOneBreaksNoRule() {
    assertEquals(Set.of(), broken(certificate()));
  }

  @Test
  void eachDefectIsFound() {
    samples()
        .forEach(
            (rule, spoil) -> {
              SpoiledCertificate spoiled = certificate();
              spoil.accept(spoiled);
              assertEquals(Set.of(rule), broken(spoiled));
            });
  }

  @Test
  void certificateThatIsNoCasHasNoPathLengthEither() {
    SpoiledCertificate spoiled = certificate();
    spoiled.replace(Extension.basicConstraints, true, new BasicConstraints(false));
    assertEquals(Set.of("cross-basic-constraints"), broken(spoiled));
  }

  @Test
  void itDoesNotStandBelowAnIssuerThatAllowsNoCa() {
    SpoiledCertificate below =
        new SpoiledCertificate(
            CrossDrafts.composed(CrossDrafts.wanted()), CrossDrafts.limitedIssuer(0));
    assertEquals(Set.of("cross-path-length"), broken(below));
  }
}
