package org.opentws.keymanagement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.NewSigningKey;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;

/** Lines of the register that somebody changed past this system. */
final class Rows {
  private Rows() {}

  /** The same line with another certificate. */
  static SigningKey active(SigningKey like, KeyCertificate certificate) {
    SigningKey changed =
        SigningKey.generated(
            new NewSigningKey(
                like.keyId(),
                like.purpose(),
                like.owner(),
                like.token(),
                like.label(),
                like.algorithm(),
                like.spkiSha256(),
                like.mayBeBackedUp(),
                like.ceremony(),
                like.createdAt(),
                like.requestedBy(),
                like.approvedBy()));
    changed.activate(certificate, like.createdAt());
    return changed;
  }

  static KeyCertificate unreadable(Instant now) {
    Der garbage = Der.of(new byte[] {0x30, 0x03, 0x02, 0x01});
    return new KeyCertificate(
        garbage, List.of(), now.minusSeconds(60), now.plus(Duration.ofDays(1)));
  }
}
