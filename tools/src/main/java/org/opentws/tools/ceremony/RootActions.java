package org.opentws.tools.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.opentws.hsm.SigningUse;

/** Steps of the offline root: certify an issuing CA, issue the root's CRL (KM1.6). */
final class RootActions {
  private static final int EC_BITS_MIN = 256;
  private static final int RSA_BITS_MIN = 3072;

  /** The JDK's key factories are not known by object identifiers; this one's are. */
  private static final Provider PROVIDER = new BouncyCastleProvider();

  private RootActions() {}

  /**
   * token, issuer, request, days, base-url, policy, file: the issuing CA's certificate; purposes,
   * if the CA is kept to some: it certifies nothing for another one then.
   */
  static Map<String, Object> certifyCa(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    X509Certificate root = ceremony.certificate(with.text("token"), with.text("issuer"));
    JcaPKCS10CertificationRequest request = verifiedRequest(with.path("request"));
    X500Name subject = request.getSubject();
    if (subject.getRDNs().length == 0 || subject.equals(CertificateDraft.nameOf(root))) {
      throw new CeremonyFailure("the request needs a subject, and not the root's own");
    }
    PublicKey publicKey = request.getPublicKey();
    if (Arrays.equals(publicKey.getEncoded(), root.getPublicKey().getEncoded())) {
      throw new CeremonyFailure("the request is for the root's own key");
    }
    String baseUrl = with.text("base-url").replaceFirst("/+$", "");
    CertificateDraft draft =
        CertificateDraft.issuedBy(root, subject, publicKey, CertificateActions.days(with))
            .authority(0, false)
            .add(Extension.cRLDistributionPoints, false, crlAt(baseUrl + "/crl/root.crl"))
            .add(Extension.authorityInfoAccess, false, issuerAt(baseUrl + "/ca/root.cer"))
            .add(Extension.certificatePolicies, false, policy(with.text("policy")));
    KeyPurposeId[] purposes =
        with.textsIfAny("purposes").stream().map(RootActions::purpose).toArray(KeyPurposeId[]::new);
    if (purposes.length > 0) {
      // Not critical in a CA's certificate (RFC 5280, 4.2.1.12): older verifiers go on.
      draft.add(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
    }
    X509Certificate certificate =
        draft.sign(
            ceremony.signer(with.text("token"), with.text("issuer"), SigningUse.CERTIFICATES));
    if (certificate.getNotAfter().after(root.getNotAfter())) {
      throw new CeremonyFailure("the certificate would outlive the root: fewer days");
    }
    CertificateActions.writeCertificate(with.path("file"), certificate);
    Map<String, Object> facts = new LinkedHashMap<>(CertificateActions.facts(certificate));
    facts.put("publicKeySha256", Digests.sha256(publicKey.getEncoded()));
    return facts;
  }

  private static KeyPurposeId purpose(String name) {
    return switch (name) {
      case "timeStamping" -> KeyPurposeId.id_kp_timeStamping;
      case "OCSPSigning" -> KeyPurposeId.id_kp_OCSPSigning;
      default ->
          throw new CeremonyFailure("purposes are timeStamping and OCSPSigning, not " + name);
    };
  }

  /** R1.2: whoever asks holds the private key; and the key is strong enough (KM1.5). */
  private static JcaPKCS10CertificationRequest verifiedRequest(Path file) {
    try {
      JcaPKCS10CertificationRequest request =
          new JcaPKCS10CertificationRequest(PemFile.readDer(file)).setProvider(PROVIDER);
      var verifier =
          new JcaContentVerifierProviderBuilder()
              .setProvider(PROVIDER)
              .build(request.getSubjectPublicKeyInfo());
      if (!request.isSignatureValid(verifier)) {
        throw new CeremonyFailure("the request's signature does not prove possession of its key");
      }
      if (!strong(request.getPublicKey())) {
        throw new CeremonyFailure("the request's key is too weak for a CA");
      }
      return request;
    } catch (CeremonyFailure e) {
      throw e;
    } catch (IOException
        | OperatorCreationException
        | PKCSException
        | GeneralSecurityException
        | RuntimeException e) {
      // Bouncy Castle's parser throws unchecked exceptions on damaged input.
      throw new CeremonyFailure(file + " is not a PKCS#10 request", e);
    }
  }

  private static boolean strong(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      return ec.getParams().getCurve().getField().getFieldSize() >= EC_BITS_MIN;
    }
    return key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN;
  }

  private static CRLDistPoint crlAt(String url) {
    DistributionPointName name = new DistributionPointName(new GeneralNames(uri(url)));
    return new CRLDistPoint(new DistributionPoint[] {new DistributionPoint(name, null, null)});
  }

  private static AuthorityInformationAccess issuerAt(String url) {
    return new AuthorityInformationAccess(AccessDescription.id_ad_caIssuers, uri(url));
  }

  private static GeneralName uri(String url) {
    return new GeneralName(GeneralName.uniformResourceIdentifier, url);
  }

  private static CertificatePolicies policy(String oid) {
    return new CertificatePolicies(new PolicyInformation(new ASN1ObjectIdentifier(oid)));
  }

  /** token, issuer, days, file: the next CRL of the root; keeps the entries of the one before. */
  static Map<String, Object> issueCrl(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    X509Certificate root = ceremony.certificate(with.text("token"), with.text("issuer"));
    Path file = with.path("file");
    Instant now = Ceremony.now();
    X509v2CRLBuilder builder = new X509v2CRLBuilder(CertificateDraft.nameOf(root), Date.from(now));
    Instant next = now.plus(CertificateActions.days(with));
    builder.setNextUpdate(Date.from(next));
    long number = 1;
    if (Files.exists(file)) {
      X509CRLHolder before = previous(file, root);
      builder.addCRL(before);
      number =
          CRLNumber.getInstance(before.getExtension(Extension.cRLNumber).getParsedValue())
                  .getCRLNumber()
                  .longValueExact()
              + 1;
    }
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(root.getPublicKey()));
    builder.addExtension(Extension.cRLNumber, false, new CRLNumber(BigInteger.valueOf(number)));
    byte[] crl =
        builder
            .build(
                ceremony.signer(with.text("token"), with.text("issuer"), SigningUse.CERTIFICATES))
            .getEncoded();
    decode(crl).verify(root.getPublicKey());
    SecretFiles.writePublic(file, crl);
    return Map.of("number", number, "nextUpdate", next.toString(), "sha256", Digests.sha256(crl));
  }

  private static X509CRLHolder previous(Path file, X509Certificate root)
      throws IOException, GeneralSecurityException {
    byte[] before = Files.readAllBytes(file);
    decode(before).verify(root.getPublicKey());
    return new X509CRLHolder(before);
  }

  private static X509CRL decode(byte[] crl) throws GeneralSecurityException {
    return (X509CRL)
        CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(crl));
  }
}
