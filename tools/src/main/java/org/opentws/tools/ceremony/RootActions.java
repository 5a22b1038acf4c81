package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.opentws.hsm.SigningUse;
import org.opentws.value.Sha256;

/** Steps of the offline root: certify an issuing CA, follow the root with another (KM1.6, KM4). */
final class RootActions {
  private RootActions() {}

  /**
   * token, issuer, request, days, base-url, policy, file: the issuing CA's certificate; purposes,
   * if the CA is kept to some: it certifies nothing for another one then; path-length, if it is to
   * certify CAs of other providers, 0 where nothing is said.
   */
  static Map<String, Object> certifyCa(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    X509Certificate root = ceremony.certificate(with.text("token"), with.text("issuer"));
    JcaPKCS10CertificationRequest request = KeyRequest.read(with.path("request"));
    X500Name subject = request.getSubject();
    if (subject.getRDNs().length == 0 || subject.equals(CertificateDraft.nameOf(root))) {
      throw new CeremonyFailure("the request needs a subject, and not the root's own");
    }
    PublicKey publicKey = request.getPublicKey();
    if (Arrays.equals(publicKey.getEncoded(), root.getPublicKey().getEncoded())) {
      throw new CeremonyFailure("the request is for the root's own key");
    }
    int pathLength = with.number("path-length", 0);
    if (pathLength < 0 || pathLength >= root.getBasicConstraints()) {
      throw new CeremonyFailure("path-length: from 0, and less than the root's own");
    }
    String id = with.text("issuer");
    String baseUrl = with.text("base-url").replaceFirst("/+$", "");
    CertificateDraft draft =
        CertificateDraft.issuedBy(root, subject, publicKey, CertificateActions.days(with))
            .authority(pathLength)
            .add(Extension.cRLDistributionPoints, false, crlAt(baseUrl + "/crl/" + id + ".crl"))
            .add(Extension.authorityInfoAccess, false, issuerAt(baseUrl + "/ca/" + id + ".cer"))
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
    facts.put("publicKeySha256", Sha256.hex(publicKey.getEncoded()));
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

  /**
   * token, former, successor, file: the two link certificates of a root that gets a new key (RFC
   * 4210, 4.4). Whoever trusts the one root only reaches, over one of them, what the other
   * certified. Both roots have one name: links then count for no step of the path (RFC 5280,
   * 4.2.1.9).
   */
  static Map<String, Object> linkCertificates(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    String token = with.text("token");
    X509Certificate former = ceremony.certificate(token, with.text("former"));
    X509Certificate successor = ceremony.certificate(token, with.text("successor"));
    if (!CertificateDraft.nameOf(former).equals(CertificateDraft.nameOf(successor))
        || former.getPublicKey().equals(successor.getPublicKey())) {
      throw new CeremonyFailure("a root is linked to its own successor: same name, another key");
    }
    Map<String, Object> facts = new LinkedHashMap<>();
    // Nobody needs a link after the former root's end.
    Duration life =
        Duration.between(Ceremony.now(), former.getNotAfter().toInstant().plusSeconds(1));
    X509Certificate newWithOld = link(ceremony, with, "former", successor, life);
    X509Certificate oldWithNew = link(ceremony, with, "successor", former, life);
    CertificateActions.writeCertificate(file(with, "-new-with-old"), newWithOld);
    CertificateActions.writeCertificate(file(with, "-old-with-new"), oldWithNew);
    facts.put("newWithOld", CertificateActions.facts(newWithOld));
    facts.put("oldWithNew", CertificateActions.facts(oldWithNew));
    return facts;
  }

  private static Path file(StepParameters with, String ending) {
    return Path.of(with.text("file") + ending);
  }

  /** The subject's name and key, signed by the root whose label stands under that word. */
  private static X509Certificate link(
      Ceremony ceremony, StepParameters with, String signer, X509Certificate subject, Duration life)
      throws IOException, GeneralSecurityException {
    String token = with.text("token");
    X509Certificate issuer = ceremony.certificate(token, with.text(signer));
    return CertificateDraft.issuedBy(
            issuer, CertificateDraft.nameOf(subject), subject.getPublicKey(), life)
        .issuerKey()
        .authority(subject.getBasicConstraints())
        .sign(ceremony.signer(token, with.text(signer), SigningUse.CERTIFICATES));
  }
}
