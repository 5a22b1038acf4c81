package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.opentws.hsm.SigningUse;
import org.opentws.value.Sha256;

/** Steps that make certificates of keys in a token. */
final class CertificateActions {
  /** Where the issuer's key is not in the token of the key that is certified. */
  static final String ISSUER_TOKEN = "issuer-token";

  /** Where a certificate is written to, if anywhere. */
  static final String FILE = "file";

  private CertificateActions() {}

  /** token, label, subject, days, path-length, file: a CA's own certificate (KM2.4). */
  static Map<String, Object> selfSign(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    String token = with.text("token");
    String label = with.text("label");
    PublicKey publicKey = ceremony.token(token).publicKey(label);
    X500Name subject = name(with.text("subject"));
    X509Certificate certificate =
        new CertificateDraft(subject, publicKey, subject, publicKey, days(with))
            .authority(with.number("path-length"))
            .sign(ceremony.signer(token, label, SigningUse.OWN_CERTIFICATE));
    ceremony.token(token).storeCertificate(label, certificate.getEncoded());
    writeCertificate(with.path("file"), certificate);
    return facts(certificate);
  }

  /** KM2.4b: a script that gives a self-signed certificate another issuer is not held. */
  static void demandOneName(StepParameters with) {
    if (with.values().containsKey("issuer")
        && !name(with.text("issuer")).equals(name(with.text("subject")))) {
      throw new CeremonyFailure(
          "step " + with.step() + ": the issuer of a self-signed certificate is its subject");
    }
  }

  /** token, label, issuer, subject, days, names, file: a TLS server's certificate. */
  static Map<String, Object> issueTlsServer(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    String token = with.text("token");
    String label = with.text("label");
    X509Certificate issuer = ceremony.certificate(token, with.text("issuer"));
    GeneralName[] names =
        with.texts("names").stream()
            .map(CertificateActions::generalName)
            .toArray(GeneralName[]::new);
    X509Certificate certificate =
        CertificateDraft.issuedBy(
                issuer,
                name(with.text("subject")),
                ceremony.token(token).publicKey(label),
                days(with))
            .endUse(KeyPurposeId.id_kp_serverAuth)
            .add(Extension.subjectAlternativeName, false, new GeneralNames(names))
            .sign(ceremony.signer(token, with.text("issuer"), SigningUse.CERTIFICATES));
    ceremony.token(token).storeCertificate(label, certificate.getEncoded());
    writeCertificate(with.path("file"), certificate);
    return facts(certificate);
  }

  /**
   * token, label, issuer-token (else the same), issuer, subject, days: for a key that signs
   * documents, and nothing else.
   */
  static Map<String, Object> issueDocumentSigner(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    String token = with.text("token");
    String label = with.text("label");
    String authority =
        with.values().containsKey(ISSUER_TOKEN) ? with.text(ISSUER_TOKEN) : with.text("token");
    X509Certificate certificate =
        CertificateDraft.issuedBy(
                ceremony.certificate(authority, with.text("issuer")),
                name(with.text("subject")),
                ceremony.token(token).publicKey(label),
                days(with))
            .dataUse()
            .sign(ceremony.signer(authority, with.text("issuer"), SigningUse.CERTIFICATES));
    ceremony.token(token).storeCertificate(label, certificate.getEncoded());
    if (with.values().containsKey(FILE)) {
      writeCertificate(with.path(FILE), certificate);
    }
    return facts(certificate);
  }

  private static GeneralName generalName(String text) {
    String[] parts = text.split(":", 2);
    return switch (parts[0]) {
      case "DNS" -> new GeneralName(GeneralName.dNSName, parts[1]);
      case "IP" -> new GeneralName(GeneralName.iPAddress, parts[1]);
      default -> throw new CeremonyFailure("a name is DNS:... or IP:..., not " + text);
    };
  }

  static X500Name name(String text) {
    try {
      return new X500Name(BCStyle.INSTANCE, text);
    } catch (IllegalArgumentException e) {
      throw new CeremonyFailure("not a distinguished name: " + text, e);
    }
  }

  static Duration days(StepParameters with) {
    return Duration.ofDays(with.number("days"));
  }

  /** {file}.pem and {file}.cer. */
  static void writeCertificate(Path file, X509Certificate certificate)
      throws GeneralSecurityException {
    byte[] der = certificate.getEncoded();
    SecretFiles.writePublic(Path.of(file + ".cer"), der);
    SecretFiles.writePublic(Path.of(file + ".pem"), PemFile.encode("CERTIFICATE", der));
  }

  /** What the two persons compare, and the report keeps. */
  static Map<String, Object> facts(X509Certificate certificate) throws GeneralSecurityException {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("subject", CertificateDraft.nameOf(certificate).toString());
    facts.put(
        "issuer",
        X500Name.getInstance(certificate.getIssuerX500Principal().getEncoded()).toString());
    facts.put("serial", certificate.getSerialNumber().toString(16));
    facts.put("notBefore", certificate.getNotBefore().toInstant().toString());
    facts.put("notAfter", certificate.getNotAfter().toInstant().toString());
    facts.put("sha256", Sha256.hex(certificate.getEncoded()));
    return facts;
  }

  /** For callers that make several: one list instead of many maps. */
  static Map<String, Object> facts(List<X509Certificate> certificates)
      throws GeneralSecurityException {
    Map<String, Object> bySubject = new LinkedHashMap<>();
    for (X509Certificate certificate : certificates) {
      bySubject.put(
          CertificateDraft.nameOf(certificate).toString(), Sha256.hex(certificate.getEncoded()));
    }
    return bySubject;
  }
}
