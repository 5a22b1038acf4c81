package org.opentws.keymanagement.activation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Signature;
import java.util.Optional;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/**
 * What nodes say to each other through the database is signed by key management's own sealing key
 * in the device: whoever can only write rows cannot make a node believe them.
 */
@ApplicationScoped
class StatementSigner {
  static final String OWNER = "keymanagement";

  private static final Provider VERIFIER = new BouncyCastleProvider();

  @Inject KeyUse keys;

  /** Whether the key is there already: on a new system it is made by two persons first. */
  boolean isReady() {
    return key().isPresent();
  }

  private Optional<UsableKey> key() {
    return keys.find(KeyPurpose.MESSAGE_SEALING, OWNER);
  }

  /**
   * Signs a statement.
   *
   * @throws ServiceUnavailable KEY, DEVICE
   */
  Der sign(String statement) {
    UsableKey key =
        key()
            .orElseThrow(
                () ->
                    new ServiceUnavailable(
                        ServiceUnavailable.Cause.KEY,
                        "there is no active MESSAGE_SEALING key of '" + OWNER + "'"));
    return Der.of(keys.sign(key, octets(statement)));
  }

  boolean isSigned(String statement, Der signature) {
    return key().filter(key -> verifies(key, statement, signature)).isPresent();
  }

  private static boolean verifies(UsableKey key, String statement, Der signature) {
    try {
      SubjectPublicKeyInfo publicKey =
          new X509CertificateHolder(key.certificate().octets()).getSubjectPublicKeyInfo();
      Signature verifier = Signature.getInstance(key.algorithm(), VERIFIER);
      verifier.initVerify(BouncyCastleProvider.getPublicKey(publicKey));
      verifier.update(octets(statement));
      return verifier.verify(signature.octets());
    } catch (GeneralSecurityException | IOException e) {
      return false;
    }
  }

  private static byte[] octets(String statement) {
    return statement.getBytes(StandardCharsets.UTF_8);
  }
}
