package org.opentws.certificategeneration;

import java.io.IOException;
import java.security.Provider;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.opentws.certificategeneration.lint.LintedCertificate;
import org.opentws.certificategeneration.profile.CertificateProfile.IssuedBy;
import org.opentws.certificategeneration.profile.Issuer;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/**
 * The CA's key that may sign now, and how the CA shows in its certificates. Asked for by a purpose
 * that only CAs have, so no other key ever signs a certificate (CG1.4).
 */
record IssuingKey(UsableKey key, Issuer issuer) {
  /** For public keys; Java's own providers do not know the EC key factory by its number. */
  private static final Provider SOFTWARE = new BouncyCastleProvider();

  /** The CA for infrastructure and control keys. */
  static final String MANAGEMENT = "management";

  /**
   * Finds it.
   *
   * @throws ServiceUnavailable KEY if there is none, or it has ended (CG2.3)
   */
  static IssuingKey of(String issuer, KeyUse keys) {
    boolean management = issuer.equals(MANAGEMENT);
    UsableKey key =
        keys.active(
            management ? KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING : KeyPurpose.CERTIFICATE_SIGNING,
            issuer);
    return new IssuingKey(
        key,
        Issuer.of(
            issuer,
            management ? IssuedBy.MANAGEMENT : IssuedBy.TSP,
            key.certificate(),
            key.algorithm()));
  }

  /** This CA's certificate and those above it, nearest first. */
  List<Der> chain() {
    return Stream.concat(Stream.of(key.certificate()), key.chain().stream()).toList();
  }

  /**
   * Signs in the device what the linter let pass, and verifies what the device gave.
   *
   * @throws ServiceUnavailable DEVICE or KEY; DEVICE too if the signature does not verify
   */
  Der sign(LintedCertificate linted, KeyUse keys) {
    Der signature = Der.of(keys.sign(key, linted.take().octets()));
    Der certificate = linted.signed(signature);
    if (!verifies(certificate)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "the device gave a signature that does not verify");
    }
    return certificate;
  }

  private boolean verifies(Der certificate) {
    try {
      return new X509CertificateHolder(certificate.octets())
          .isSignatureValid(
              new JcaContentVerifierProviderBuilder()
                  .setProvider(SOFTWARE)
                  .build(issuer.certificate().getSubjectPublicKeyInfo()));
    } catch (IOException | CertException | OperatorCreationException e) {
      return false;
    }
  }
}
