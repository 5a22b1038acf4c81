package org.opentws.tools.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An officer's control key, with which the officer signs a plan and a report. */
record OfficerKey(String account, PrivateKey key, X509Certificate certificate) {

  /** Whether the person's control key lies in a file here, and not in a device of the person. */
  static boolean isHere(Path directory, Participant person) {
    return Files.exists(file(directory, person));
  }

  /**
   * The certificate of a control key that lies in a device of the person.
   *
   * @throws CeremonyFailure it is not there, or names another person
   */
  static X509Certificate certificate(Path directory, Participant person) {
    Path file = directory.resolve(person.account() + ".pem");
    try {
      X509Certificate certificate =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(PemFile.readDer(file)));
      demandName(certificate, person);
      return certificate;
    } catch (CertificateException e) {
      throw new CeremonyFailure(file + " is no certificate", e);
    }
  }

  private static Path file(Path directory, Participant person) {
    return directory.resolve(person.account() + ".p12");
  }

  /**
   * Opens the file of a person.
   *
   * @throws CeremonyFailure wrong password, damaged file, or its certificate names another person
   */
  static OfficerKey load(Path directory, Participant person, char[] password) {
    String account = person.account();
    Path file = file(directory, person);
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
      if (store.getKey(account, password) instanceof PrivateKey key
          && store.getCertificate(account) instanceof X509Certificate certificate) {
        demandName(certificate, person);
        return new OfficerKey(account, key, certificate);
      }
      throw new CeremonyFailure(file + " has no key of " + account);
    } catch (IOException | GeneralSecurityException e) {
      throw new CeremonyFailure("cannot open " + file + ": wrong password, or damaged", e);
    }
  }

  private static void demandName(X509Certificate certificate, Participant person) {
    X500Name subject = CertificateDraft.nameOf(certificate);
    String name = IETFUtils.valueToString(subject.getRDNs(BCStyle.CN)[0].getFirst().getValue());
    if (!name.equals(person.name())) {
      throw new CeremonyFailure("the control key of " + person.account() + " is that of " + name);
    }
  }

  DetachedSignature.Signer signer() throws OperatorCreationException {
    return new DetachedSignature.Signer(
        new JcaContentSignerBuilder("SHA256withECDSA").build(key), certificate);
  }

  @Override
  public String toString() {
    return account;
  }
}
