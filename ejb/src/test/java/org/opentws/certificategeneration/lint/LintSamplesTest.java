package org.opentws.certificategeneration.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentws.certificategeneration.profile.CertificateComposer;
import org.opentws.certificategeneration.profile.CertificateDraft;
import org.opentws.certificategeneration.profile.Drafts;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.value.Der;

class LintSamplesTest {
  @ParameterizedTest
  @MethodSource({
    "org.opentws.certificategeneration.lint.FieldSamples#fields",
    "org.opentws.certificategeneration.lint.FieldSamples#extensions",
    "org.opentws.certificategeneration.lint.PurposeSamples#qualified",
    "org.opentws.certificategeneration.lint.PurposeSamples#services"
  })
  void spoiledCertificateBreaksExactlyTheRuleOfItsDefect(LintSample sample) {
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
    for (String profile :
        List.of(LintSample.PERSON, LintSample.TSU, LintSample.OCSP, LintSample.TLS)) {
      SpoiledCertificate certificate = new SpoiledCertificate(profile);
      assertEquals(Set.of(), broken(certificate.encoded(), certificate), profile);
    }
  }

  @Test
  void encodingThatIsNotDerIsFound() {
    SpoiledCertificate certificate = new SpoiledCertificate(LintSample.PERSON);
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
    for (List<LintSample> samples :
        List.of(
            FieldSamples.fields(),
            FieldSamples.extensions(),
            PurposeSamples.qualified(),
            PurposeSamples.services())) {
      samples.forEach(sample -> shown.addAll(Arrays.asList(sample.broken())));
    }
    assertEquals(new TreeSet<>(CertificateLinter.ruleIds()), shown);
  }

  @Test
  void lintedCertificateIsTakenOnce() {
    CertificateDraft draft = Drafts.of(LintSample.PERSON);
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
    CertificateDraft draft = Drafts.of(LintSample.PERSON);
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
}
