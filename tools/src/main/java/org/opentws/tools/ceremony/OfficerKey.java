package org.opentws.tools.ceremony;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An officer's control key, with which the officer signs a plan and a report. */
record OfficerKey(String account, PrivateKey key, X509Certificate certificate) {

  static OfficerKey load(Path directory, String account, char[] password) {
    Path file = directory.resolve(account + ".p12");
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(Files.readAllBytes(file)), password);
      if (store.getKey(account, password) instanceof PrivateKey key
          && store.getCertificate(account) instanceof X509Certificate certificate) {
        return new OfficerKey(account, key, certificate);
      }
      throw new CeremonyFailure(file + " has no key of " + account);
    } catch (IOException | GeneralSecurityException e) {
      throw new CeremonyFailure("cannot open " + file + ": wrong password, or damaged", e);
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
