package org.opentws.certificategeneration.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** A CA whose own certificate names purposes certifies for these and no others. */
class PurposesOfCaTest {
  private final CertificateComposer composer = new CertificateComposer(Drafts.SETTINGS);

  private static CertificateDraft underATimeStampingCa(String profileName) throws Exception {
    CertificateDraft draft = Drafts.of(profileName);
    Issuer usual = draft.issuer();
    X509CertificateHolder kept =
        new X509v3CertificateBuilder(usual.certificate())
            .addExtension(
                Extension.extendedKeyUsage,
                false,
                new ExtendedKeyUsage(
                    new KeyPurposeId[] {
                      KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_OCSPSigning
                    }))
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(SoftwareKeys.pair("EC", 256).getPrivate()));
    return new CertificateDraft(
        draft.profile(),
        new Issuer("tsa-ca", usual.kind(), kept, usual.algorithm()),
        draft.subject(),
        draft.subjectPublicKeyInfo(),
        draft.serial(),
        draft.now());
  }

  @Test
  void timeStampingCaCertifiesUnitsAndItsResponder() throws Exception {
    assertNotNull(composer.compose(underATimeStampingCa("time-stamping-unit")));
    assertNotNull(composer.compose(underATimeStampingCa("ocsp-responder")));
  }

  @Test
  void timeStampingCaCertifiesNoSubject() throws Exception {
    CertificateDraft subject = underATimeStampingCa("qualified-esign-natural-person");
    RequestRefused refused = assertThrows(RequestRefused.class, () -> composer.compose(subject));
    assertEquals(Refusal.PROFILE_VIOLATION, refused.refusal());
  }
}
