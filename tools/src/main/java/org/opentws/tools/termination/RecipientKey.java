package org.opentws.tools.termination;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.Collections;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.opentws.tools.archive.PackageFault;

/** The key for which the personal data of a package are encrypted. */
final class RecipientKey {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final PrivateKey key;

  private RecipientKey(PrivateKey key) {
    this.key = key;
  }

  /**
   * Opens a PKCS#12 file.
   *
   * @param passwordFile its first line is the password
   */
  static RecipientKey load(Path file, Path passwordFile) throws IOException, PackageFault {
    char[] password = Files.readAllLines(passwordFile, StandardCharsets.UTF_8).get(0).toCharArray();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      for (String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof PrivateKey found) {
          return new RecipientKey(found);
        }
      }
    } catch (GeneralSecurityException e) {
      throw new PackageFault(file + " cannot be opened with this password", e);
    }
    throw new PackageFault("there is no private key in " + file);
  }

  /** What was encrypted, if it was for this key and nobody altered it. */
  byte[] decrypted(String name, byte[] encrypted) throws PackageFault {
    try {
      RecipientInformation recipient =
          new CMSAuthEnvelopedData(encrypted).getRecipientInfos().getRecipients().iterator().next();
      return recipient.getContent(new JceKeyTransAuthEnvelopedRecipient(key).setProvider(PROVIDER));
    } catch (CMSException | RuntimeException e) {
      throw new PackageFault(name + " is not encrypted for this key, or was altered", e);
    }
  }
}
