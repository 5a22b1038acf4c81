package org.opentws.tools.ceremony;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.opentws.hsm.SigningUse;

/** The step that gives each officer a control key, its certificate and a first password. */
final class OfficerActions {
  private OfficerActions() {}

  /**
   * token, issuer, subject, days, directory, officers[{account, person, role}]. Control keys in
   * software exist in demo mode only (KM6.3).
   */
  static Map<String, Object> issueControlCertificates(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    if (!ceremony.demo()) {
      throw new CeremonyFailure(
          "KM6.3: control keys live in a device of the officer; software keys need confirm=demo");
    }
    X509Certificate issuer = ceremony.certificate(with.text("token"), with.text("issuer"));
    List<X509Certificate> issued = new ArrayList<>();
    List<String> persons = new ArrayList<>();
    for (StepParameters officer : with.entries("officers")) {
      String person = officer.text("person");
      if (persons.contains(person)) {
        throw new CeremonyFailure("M1.4: " + person + " would hold two roles");
      }
      persons.add(person);
      issued.add(issueOne(ceremony, with, officer, issuer));
    }
    return CertificateActions.facts(issued);
  }

  private static X509Certificate issueOne(
      Ceremony ceremony, StepParameters with, StepParameters officer, X509Certificate issuer)
      throws IOException, GeneralSecurityException {
    String account = officer.text("account");
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    String subject =
        "%s,CN=%s,SERIALNUMBER=%s".formatted(with.text("subject"), officer.text("person"), account);
    X509Certificate certificate =
        CertificateDraft.issuedBy(
                issuer,
                CertificateActions.name(subject),
                pair.getPublic(),
                CertificateActions.days(with))
            .endUse(KeyPurposeId.id_kp_clientAuth)
            .sign(
                ceremony.signer(with.text("token"), with.text("issuer"), SigningUse.CERTIFICATES));
    String password = SecretFiles.newSecret();
    writeFiles(with.path("directory").resolve(account), pair, certificate, issuer, password);
    ceremony.add(
        new Ceremony.Officer(
            officer.text("person"),
            account,
            officer.text("role"),
            certificate,
            Argon2id.hash(password)));
    return certificate;
  }

  private static void writeFiles(
      Path base, KeyPair pair, X509Certificate certificate, X509Certificate issuer, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        base.getFileName().toString(),
        pair.getPrivate(),
        password.toCharArray(),
        new Certificate[] {certificate, issuer});
    ByteArrayOutputStream pkcs12 = new ByteArrayOutputStream();
    store.store(pkcs12, password.toCharArray());
    SecretFiles.writeSecret(Path.of(base + ".p12"), pkcs12.toByteArray());
    SecretFiles.writeSecret(
        Path.of(base + "-key.pem"), PemFile.encode("PRIVATE KEY", pair.getPrivate().getEncoded()));
    SecretFiles.writeSecret(Path.of(base + ".password"), password);
    SecretFiles.writePublic(
        Path.of(base + ".pem"), PemFile.encode("CERTIFICATE", certificate.getEncoded()));
  }
}
