package org.opentws.certificategeneration.profile;

import java.io.IOException;
import java.time.Period;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.value.Der;

/** Sound cross certificates, for tests to spoil. */
public final class CrossDrafts {
  public static final X500Name OTHER = new X500Name("DC=example,DC=other,O=Other,CN=Other CA");

  private CrossDrafts() {}

  public static Issuer issuer() {
    return Drafts.issuer(Drafts.CATALOGUE.get("ocsp-responder"));
  }

  /** The same CA, by a certificate with a path length. */
  public static X509CertificateHolder limitedIssuer(int pathLength) {
    X509CertificateHolder whole = issuer().certificate();
    try {
      X509v3CertificateBuilder builder = new X509v3CertificateBuilder(whole);
      builder.replaceExtension(Extension.basicConstraints, true, new BasicConstraints(pathLength));
      return builder.build(
          new JcaContentSignerBuilder("SHA256withECDSA")
              .build(SoftwareKeys.pair("EC", 256).getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  public static CrossCertificate wanted() {
    return new CrossCertificate(
        OTHER,
        SoftwareKeys.publicKey(SoftwareKeys.pair("EC", 256)),
        Optional.of(Der.of(new byte[] {1, 2, 3})),
        Period.ofDays(20),
        0,
        List.of("2.999.7.1"),
        PermittedNames.read("directory:O=Other; dns:other.example"));
  }

  public static TBSCertificate composed(CrossCertificate wanted) {
    return new CrossCertificateComposer(Drafts.SETTINGS)
        .compose(wanted, issuer(), Drafts.SERIAL, Drafts.NOW);
  }
}
