package org.opentws.certificategeneration.profile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Cross certificates and the names for which another CA is believed (CG3). */
class CrossCertificateComposerTest {
  private static CrossCertificate wanted(Der key, int days, int pathLength, String permitted) {
    return new CrossCertificate(
        CrossDrafts.OTHER,
        key,
        Optional.empty(),
        Period.ofDays(days),
        pathLength,
        List.of("2.999.7.1"),
        PermittedNames.read(permitted));
  }

  private static Der good() {
    return CrossDrafts.wanted().subjectPublicKeyInfo();
  }

  private static Refusal refusal(Runnable composing) {
    return assertThrows(RequestRefused.class, composing::run).refusal();
  }

  private static TBSCertificate under(X509CertificateHolder issuer, CrossCertificate wanted) {
    Issuer ours = CrossDrafts.issuer();
    return new CrossCertificateComposer(Drafts.SETTINGS)
        .compose(
            wanted,
            new Issuer(ours.id(), ours.kind(), issuer, ours.algorithm()),
            Drafts.SERIAL,
            Drafts.NOW);
  }

  @Test
  void keyIsNamedAsTheOtherCaNamesItOrElseByItsHash() {
    TBSCertificate named = CrossDrafts.composed(CrossDrafts.wanted());
    assertArrayEquals(
        new byte[] {1, 2, 3},
        SubjectKeyIdentifier.fromExtensions(named.getExtensions()).getKeyIdentifier());
    TBSCertificate hashed = CrossDrafts.composed(wanted(good(), 1, 0, "none"));
    assertEquals(
        20, SubjectKeyIdentifier.fromExtensions(hashed.getExtensions()).getKeyIdentifier().length);
    assertNull(hashed.getExtensions().getExtension(Extension.nameConstraints));
    assertEquals(CrossDrafts.OTHER, hashed.getSubject());
  }

  @Test
  void weakKeyTooLongALifeAndNoRoomBelowTheIssuerAreRefused() {
    Der weak = SoftwareKeys.publicKey(SoftwareKeys.pair("RSA", 2048));
    assertEquals(Refusal.WEAK_KEY, refusal(() -> CrossDrafts.composed(wanted(weak, 1, 0, "none"))));
    assertEquals(
        Refusal.PROFILE_VIOLATION,
        refusal(() -> CrossDrafts.composed(wanted(good(), 4000, 0, "none"))));
    X509CertificateHolder one = CrossDrafts.limitedIssuer(1);
    assertEquals(0, pathLength(under(one, wanted(good(), 1, 0, "none"))));
    assertEquals(
        Refusal.PROFILE_VIOLATION, refusal(() -> under(one, wanted(good(), 1, 1, "none"))));
    assertEquals(
        Refusal.PROFILE_VIOLATION,
        refusal(() -> under(CrossDrafts.limitedIssuer(0), wanted(good(), 1, 0, "none"))));
  }

  private static int pathLength(TBSCertificate certificate) {
    return org.bouncycastle.asn1.x509.BasicConstraints.fromExtensions(certificate.getExtensions())
        .getPathLenConstraint()
        .intValueExact();
  }

  @Test
  void serversThatAreNotPermittedAreExcluded() {
    NameConstraints people =
        PermittedNames.read("directory:C=AT,O=Other; email:other.example")
            .constraints()
            .orElseThrow();
    assertEquals(2, people.getPermittedSubtrees().length);
    assertEquals(3, people.getExcludedSubtrees().length);
    assertEquals(GeneralName.dNSName, people.getExcludedSubtrees()[0].getBase().getTagNo());
    NameConstraints servers = PermittedNames.read("dns:Other.EXAMPLE").constraints().orElseThrow();
    assertEquals("other.example", servers.getPermittedSubtrees()[0].getBase().getName().toString());
    assertEquals(2, servers.getExcludedSubtrees().length);
    assertEquals(
        new X500Name("C=AT,O=Other"),
        PermittedNames.read("directory: C=AT,O=Other").names().get(0).getName());
  }

  @Test
  void namesThatCannotBeUnderstoodAreRefused() {
    for (String wrong :
        List.of(
            "",
            "all",
            "none; dns:a.example",
            "dns:",
            "dns:*.example",
            "dns:a..example",
            "dns:-a.example",
            "ip:127.0.0.1",
            "email:anna@other.example",
            "directory:",
            "directory:other",
            "dns:a.example;")) {
      assertEquals(Refusal.MALFORMED_REQUEST, refusal(() -> PermittedNames.read(wrong)), wrong);
    }
    assertTrue(PermittedNames.read(" none ").names().isEmpty());
    assertEquals(
        "for names below 'O=Other'; DNS other.example; e-mail b.example only",
        PermittedNames.read("directory:O=Other;dns:other.example;email:b.example").words());
  }
}
