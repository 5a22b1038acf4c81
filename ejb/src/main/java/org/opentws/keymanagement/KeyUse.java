package org.opentws.keymanagement;

import java.util.List;
import java.util.Optional;
import org.bouncycastle.operator.ContentSigner;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyPurpose;

/** The one door through which any service uses a private key (house rule 6). */
public interface KeyUse {
  /**
   * The active key of a purpose and owner. Cheap: resolved once, judged (life, state) at each call.
   *
   * @throws ServiceUnavailable KEY if there is none that may sign now
   */
  UsableKey active(KeyPurpose purpose, String owner);

  /** The same, empty instead of a failure. */
  Optional<UsableKey> find(KeyPurpose purpose, String owner);

  /**
   * Signs in the device. Purpose, state and life of the key are judged again at this very call.
   *
   * @throws ServiceUnavailable DEVICE or KEY
   */
  byte[] sign(UsableKey key, byte[] data);

  /**
   * The same for several pieces of data in one call to the device, for services that sign much.
   *
   * @return the signatures in the order of the data
   */
  default List<byte[]> signAll(UsableKey key, List<byte[]> data) {
    return data.stream().map(each -> sign(key, each)).toList();
  }

  /** The same for Bouncy Castle's generators; signs when its output is read. */
  ContentSigner contentSigner(UsableKey key);

  /**
   * The same for content of any length: where the device signs a hash (ECDSA), the content is
   * hashed here as it comes and is never held; else it is collected.
   */
  default ContentSigner streamingSigner(UsableKey key) {
    return contentSigner(key);
  }
}
