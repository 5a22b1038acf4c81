package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.List;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.value.Der;

/**
 * Seals over subjects' passphrases: whoever may write into the database does not thereby speak in a
 * subject's name (RM1.2). A seal holds for one application and one public key.
 */
@ApplicationScoped
public class PassphraseSeals {
  @Inject RowSeal rowSeal;

  /**
   * Seals a passphrase that this system has just taken in.
   *
   * @param publicKeySha256 SHA-256 of the SubjectPublicKeyInfo that is to be certified
   * @throws org.opentws.error.ServiceUnavailable KEY, DEVICE: nothing can be sealed now
   */
  public String seal(String application, Der publicKeySha256, String hash) {
    return rowSeal.seal(statement(application, publicKeySha256, hash));
  }

  /** Whether this system sealed it for that application and key. */
  public boolean holds(String application, Der publicKeySha256, String hash, String seal) {
    return rowSeal.holds(statement(application, publicKeySha256, hash), seal);
  }

  private static SealedText statement(String application, Der publicKeySha256, String hash) {
    return SealedText.of(
        "opentws-revocation-passphrase-1",
        List.of(application, HexFormat.of().formatHex(publicKeySha256.octets()), hash));
  }
}
