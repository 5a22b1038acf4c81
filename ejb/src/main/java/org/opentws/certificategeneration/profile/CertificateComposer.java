package org.opentws.certificategeneration.profile;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.asn1.x509.V3TBSCertificateGenerator;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Decides every field of a certificate by its profile, or refuses (CG1.2, CG1.5, CG1.6). */
public final class CertificateComposer {
  private final GenerationSettings settings;

  public CertificateComposer(GenerationSettings settings) {
    this.settings = settings;
  }

  /**
   * The certificate, not yet signed.
   *
   * @throws RequestRefused PROFILE_VIOLATION or WEAK_KEY
   */
  public TBSCertificate compose(CertificateDraft draft) {
    CertificateProfile profile = draft.profile();
    if (profile.issuedBy() != draft.issuer().kind()) {
      throw new RequestRefused(
          Refusal.PROFILE_VIOLATION, "the profile is not for certificates of this CA");
    }
    if (!certifies(draft.issuer(), profile)) {
      throw new RequestRefused(
          Refusal.PROFILE_VIOLATION, "that CA's own certificate keeps it to other purposes");
    }
    SubjectKeyRules.check(draft.subjectPublicKeyInfo(), profile.publicKey());
    Life life = life(draft);
    V3TBSCertificateGenerator tbs = new V3TBSCertificateGenerator();
    tbs.setSerialNumber(new ASN1Integer(draft.serial().value()));
    tbs.setSignature(draft.issuer().algorithm());
    tbs.setIssuer(draft.issuer().certificate().getSubject());
    tbs.setStartDate(new Time(Date.from(life.notBefore())));
    tbs.setEndDate(new Time(Date.from(life.notAfter())));
    tbs.setSubject(profile.subject().name(draft.subject()));
    SubjectPublicKeyInfo key = key(draft.subjectPublicKeyInfo());
    tbs.setSubjectPublicKeyInfo(key);
    tbs.setExtensions(new ExtensionComposer(settings, draft, life, key).compose());
    return tbs.generateTBSCertificate();
  }

  /** RFC 5280, 4.2.1.12: a CA that its own certificate keeps to purposes certifies for these. */
  private static boolean certifies(Issuer issuer, CertificateProfile profile) {
    ExtendedKeyUsage kept = ExtendedKeyUsage.fromExtensions(issuer.certificate().getExtensions());
    if (kept == null) {
      return true;
    }
    CertificateProfile.ExtendedKeyUsageRule asked = profile.extendedKeyUsage();
    return asked != null
        && asked.purposes().stream()
            .map(ExtensionComposer::purpose)
            .allMatch(kept::hasKeyPurposeId);
  }

  /** When the certificate holds and when its key may sign; all whole seconds, ends included. */
  record Life(Instant notBefore, Instant notAfter, Instant keyNotAfter) {}

  private static Life life(CertificateDraft draft) {
    // CG1.6e: now, in the whole seconds that X.509 has.
    Instant notBefore = draft.now().truncatedTo(ChronoUnit.SECONDS);
    Instant issuerEnd = draft.issuer().certificate().getNotAfter().toInstant();
    if (!notBefore.isBefore(issuerEnd)) {
      throw new RequestRefused(Refusal.PROFILE_VIOLATION, "the CA's own certificate has ended");
    }
    CertificateProfile.Validity validity = draft.profile().validity();
    // No certificate outlives its issuer's: cut, as documented in docs/issuance.md.
    Instant notAfter = earlier(validity.lastSecond(notBefore), issuerEnd);
    Instant keyEnd =
        validity
            .keyLife()
            .map(life -> CertificateProfile.Validity.lastSecond(notBefore, life))
            .orElse(notAfter);
    return new Life(notBefore, notAfter, earlier(keyEnd, notAfter));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static SubjectPublicKeyInfo key(Der encoded) {
    try {
      return SubjectPublicKeyInfo.getInstance(ASN1Primitive.fromByteArray(encoded.octets()));
    } catch (IOException e) {
      throw new IllegalStateException("a key that was checked cannot be read", e);
    }
  }
}
