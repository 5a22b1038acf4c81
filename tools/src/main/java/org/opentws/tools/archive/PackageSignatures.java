package org.opentws.tools.archive;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.opentws.archive.ArchiveManifest;
import org.opentws.audit.verify.SignedDocument;

/** Who signed a package, and what is in it. */
public final class PackageSignatures {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private PackageSignatures() {}

  public static X509Certificate read(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  /**
   * The audit key's certificate, with which the manifest was signed.
   *
   * @param authority the management CA that is believed
   * @throws PackageFault the signature is wrong, or another key's: no officer signs a package
   */
  public static X509Certificate signer(PackageReader archive, X509Certificate authority)
      throws PackageFault {
    try {
      return SignedDocument.signer(
          archive.octets(ArchiveManifest.NAME),
          archive.octets(ArchiveManifest.SIGNATURE),
          authority);
    } catch (GeneralSecurityException e) {
      throw new PackageFault(
          ArchiveManifest.NAME + " was altered, or was signed by nobody who is believed", e);
    }
  }

  /** Certificates of CAs with this name. */
  public static Stream<X509Certificate> issuers(Collection<X509Certificate> all, String name) {
    return all.stream()
        .filter(ca -> ca.getBasicConstraints() >= 0)
        .filter(ca -> ca.getSubjectX500Principal().getName().equals(name));
  }

  /**
   * A revocation list that one of these CAs signed.
   *
   * @throws PackageFault it is none, or nobody of them signed it
   */
  public static X509CRL list(String name, byte[] octets, Collection<X509Certificate> authorities)
      throws PackageFault {
    try {
      X509CRL list =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(octets));
      if (issuers(authorities, list.getIssuerX500Principal().getName())
          .noneMatch(ca -> isSignedBy(ca, list))) {
        throw new PackageFault(name + " was signed by no CA of the provider");
      }
      return list;
    } catch (CertificateException | CRLException e) {
      throw new PackageFault(name + " is no revocation list", e);
    }
  }

  private static boolean isSignedBy(X509Certificate ca, X509CRL list) {
    try {
      list.verify(ca.getPublicKey(), PROVIDER);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
