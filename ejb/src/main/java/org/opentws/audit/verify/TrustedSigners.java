package org.opentws.audit.verify;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.opentws.audit.format.SignedNote;
import org.opentws.value.Der;

/**
 * Judges signatures of checkpoints. A signer is trusted if the management CA issued its certificate
 * for signing by an infrastructure key of this name: a certificate of an officer or of a server, by
 * the same CA, is not one.
 */
public final class TrustedSigners {
  /** The JDK's own P-256 verification is several times slower. */
  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static final int DIGITAL_SIGNATURE = 0;

  private final X509Certificate authority;
  private final Optional<Set<Der>> registered;
  private final Map<Der, X509Certificate> judged = new HashMap<>();

  /**
   * Trusts what this CA issued.
   *
   * @param authority certificate of the management CA
   */
  public TrustedSigners(X509Certificate authority) {
    this.authority = authority;
    this.registered = Optional.empty();
  }

  /**
   * Trusts what this CA issued and the key register lists.
   *
   * @param registered certificates of the register's audit keys, whatever their state
   */
  public TrustedSigners(X509Certificate authority, Set<Der> registered) {
    this.authority = authority;
    this.registered = Optional.of(Set.copyOf(registered));
  }

  /**
   * Verifies a note.
   *
   * @param certificates of signers, by the id of their key
   * @param at when the note was signed, as the database says
   * @return what is wrong; empty if one of the signatures is good
   */
  public Optional<String> problem(SignedNote note, Map<Der, Der> certificates, Instant at) {
    String problem = "it has no signature";
    for (SignedNote.Signature signature : note.signatures()) {
      Der certificate = certificates.get(signature.keyId());
      if (certificate == null) {
        problem = "the certificate of its signer is missing";
        continue;
      }
      try {
        X509Certificate signer = judge(certificate, signature.keyId());
        signer.checkValidity(Date.from(at));
        if (verifies(signer, note.signedOctets(), signature.value().octets())) {
          return Optional.empty();
        }
        problem = "its signature is wrong";
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        problem = "its signer is not trusted: " + e.getMessage();
      }
    }
    return Optional.of(problem);
  }

  /**
   * The certificate of the audit key.
   *
   * @throws GeneralSecurityException it is none that is trusted here
   */
  X509Certificate signer(Der certificate) throws GeneralSecurityException {
    X509Certificate known = judged.get(certificate);
    if (known == null) {
      known = read(certificate.octets());
      known.verify(authority.getPublicKey(), BOUNCY_CASTLE);
      if (!known.getIssuerX500Principal().equals(authority.getSubjectX500Principal())) {
        throw new CertificateException("not issued by the management CA");
      }
      demandSigningPurpose(known);
      if (!registered.map(keys -> keys.contains(certificate)).orElse(true)) {
        throw new CertificateException("its certificate is not in the key register");
      }
      judged.put(certificate, known);
    }
    return known;
  }

  private X509Certificate judge(Der certificate, Der keyId) throws GeneralSecurityException {
    X509Certificate known = signer(certificate);
    if (!SignedNote.ecdsaKeyId(known.getPublicKey().getEncoded()).equals(keyId)) {
      throw new CertificateException("the certificate is of another key");
    }
    return known;
  }

  /** Officers and servers have an extended key usage; the audit key has none. */
  private static void demandSigningPurpose(X509Certificate certificate)
      throws CertificateException {
    boolean[] usage = certificate.getKeyUsage();
    boolean signsOnly =
        usage != null
            && usage[DIGITAL_SIGNATURE]
            && !Arrays.toString(Arrays.copyOfRange(usage, 1, usage.length)).contains("true");
    if (!signsOnly
        || certificate.getBasicConstraints() >= 0
        || certificate.getExtendedKeyUsage() != null) {
      throw new CertificateException("its certificate is not for an infrastructure signing key");
    }
    if (!certificate.getSubjectX500Principal().getName().matches("(?i).*CN=[^,]*audit.*")) {
      throw new CertificateException("its certificate is not of the audit key");
    }
  }

  private static boolean verifies(X509Certificate signer, byte[] text, byte[] value)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSA", BOUNCY_CASTLE);
    signature.initVerify(signer.getPublicKey());
    signature.update(text);
    return signature.verify(value);
  }

  private static X509Certificate read(byte[] encoded) throws CertificateException {
    try (ByteArrayInputStream in = new ByteArrayInputStream(encoded)) {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509", BOUNCY_CASTLE).generateCertificate(in);
    } catch (IOException e) {
      throw new CertificateException("cannot be read", e);
    }
  }
}
