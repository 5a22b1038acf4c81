package org.opentws.certificategeneration.lint;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Looks at a certificate with every rule before the device is asked to sign it (CG1.5). */
public final class CertificateLinter {
  private static final List<LintRule> RULES =
      Stream.of(FieldRules.ALL, ExtensionRules.ALL, QualifiedRules.ALL, ServiceRules.ALL)
          .flatMap(List::stream)
          .toList();

  /** For another provider's CA, whose name is its own: what speaks of subjects is left out. */
  private static final List<LintRule> CROSS_RULES =
      Stream.of(FieldRules.ALL, ExtensionRules.ALL, CrossRules.ALL)
          .flatMap(List::stream)
          .filter(rule -> !CrossRules.OF_SUBJECTS.contains(rule.id()))
          .toList();

  private static final LintFinding NOT_WELL_FORMED =
      new LintFinding(
          "well-formed",
          "RFC 5280, 4.1 and 4.2",
          "The certificate can be parsed, has version 3, and no extension stands twice.");

  private final SecureRandom random;
  private final ConcurrentMap<Boolean, ThrowAwayKey> throwAwayKeys = new ConcurrentHashMap<>();

  /**
   * A linter that makes its throw-away keys from this.
   *
   * @param random from {@code random.Randomness}
   */
  public CertificateLinter(SecureRandom random) {
    this.random = random;
  }

  /**
   * Signs with a throw-away key of the issuer's kind and judges the result.
   *
   * @param now the moment of generation
   * @return the right to have these very octets signed
   * @throws RequestRefused LINT_FAILED, naming the broken rules
   */
  public LintedCertificate lint(
      TBSCertificate certificate, X509CertificateHolder issuer, Instant now) {
    return lint(certificate, issuer, now, RULES);
  }

  /**
   * The same for a cross certificate (CG3).
   *
   * @throws RequestRefused LINT_FAILED, naming the broken rules
   */
  public LintedCertificate lintCross(
      TBSCertificate certificate, X509CertificateHolder issuer, Instant now) {
    return lint(certificate, issuer, now, CROSS_RULES);
  }

  private LintedCertificate lint(
      TBSCertificate certificate, X509CertificateHolder issuer, Instant now, List<LintRule> rules) {
    AlgorithmIdentifier algorithm = certificate.getSignature();
    try {
      byte[] tbs = certificate.getEncoded(ASN1Encoding.DER);
      boolean rsa = ThrowAwayKey.isRsa(algorithm);
      byte[] signature =
          throwAwayKeys
              .computeIfAbsent(rsa, kind -> ThrowAwayKey.make(kind, random))
              .sign(algorithm, tbs);
      List<LintFinding> findings =
          findings(
              LintedCertificate.assemble(Der.of(tbs), algorithm, Der.of(signature)),
              issuer,
              now,
              rules);
      if (!findings.isEmpty()) {
        throw new RequestRefused(
            Refusal.LINT_FAILED, "the certificate would break its rules: " + findings);
      }
      return new LintedCertificate(Der.of(tbs), algorithm);
    } catch (IOException e) {
      throw new IllegalStateException("a certificate in memory cannot be encoded", e);
    }
  }

  /** Names of all rules but those of cross certificates alone. */
  static Set<String> ruleIds() {
    Set<String> ids = new LinkedHashSet<>();
    ids.add(NOT_WELL_FORMED.ruleId());
    RULES.forEach(rule -> ids.add(rule.id()));
    return ids;
  }

  /** Every rule that this certificate breaks. */
  public static List<LintFinding> findings(
      Der certificate, X509CertificateHolder issuer, Instant now) {
    return findings(certificate, issuer, now, RULES);
  }

  /** The same for a cross certificate. */
  static List<LintFinding> crossFindings(
      Der certificate, X509CertificateHolder issuer, Instant now) {
    return findings(certificate, issuer, now, CROSS_RULES);
  }

  private static List<LintFinding> findings(
      Der certificate, X509CertificateHolder issuer, Instant now, List<LintRule> rules) {
    LintSubject subject;
    try {
      subject = LintSubject.of(certificate, issuer, now);
    } catch (IOException | RuntimeException e) {
      // RuntimeException: so the parser reports, among others, an extension that stands twice.
      return List.of(NOT_WELL_FORMED);
    }
    return rules.stream()
        .filter(rule -> rule.broken(subject))
        .map(rule -> new LintFinding(rule.id(), rule.citation(), rule.sentence()))
        .toList();
  }
}
