package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.audit.CheckpointSignature;
import org.opentws.audit.CheckpointSigner;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/** Signs the audit log's checkpoints with the audit key in its device (AA7.1). */
@ApplicationScoped
public class AuditCheckpointSigner implements CheckpointSigner {
  private static final String OWNER = "audit";

  /** The only algorithm of a signed note of type 0x02. */
  private static final String ALGORITHM = "SHA256withECDSA";

  /** Looked up at use: key management itself needs a running audit log to start. */
  @Inject private Instance<KeyUse> keys;

  @Override
  public Optional<CheckpointSignature> sign(Der text) {
    if (!keys.isResolvable()) {
      return Optional.empty();
    }
    return keys.get().find(KeyPurpose.AUDIT_SIGNING, OWNER).map(key -> sign(key, text));
  }

  private CheckpointSignature sign(UsableKey key, Der text) {
    if (!key.algorithm().equals(ALGORITHM)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.KEY,
          "the audit key must sign with " + ALGORITHM + ", not " + key.algorithm());
    }
    try {
      byte[] publicKey =
          new X509CertificateHolder(key.certificate().octets())
              .getSubjectPublicKeyInfo()
              .getEncoded();
      byte[] signature = keys.get().sign(key, text.octets());
      return new CheckpointSignature(Der.of(signature), key.certificate(), Der.of(publicKey));
    } catch (IOException e) {
      throw new IllegalStateException("the audit key's certificate cannot be read", e);
    }
  }
}
