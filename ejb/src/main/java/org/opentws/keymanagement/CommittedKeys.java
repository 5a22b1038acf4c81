package org.opentws.keymanagement;

import java.util.List;
import org.opentws.keymanagement.store.KeyPurpose;

/**
 * The committed register of keys as this node knows it, at most seconds old: for work that comes
 * again and again, and must not cost more with ten thousand CAs than with one. Reads no database as
 * a rule.
 */
public interface CommittedKeys {
  /**
   * Another number says that the register has changed.
   *
   * @throws org.opentws.error.ServiceUnavailable DATABASE, if it could not be read for too long
   */
  long version();

  /**
   * Keys of one purpose in any state, newest first.
   *
   * @throws org.opentws.error.ServiceUnavailable DATABASE, if it could not be read for too long
   */
  List<RegisteredKey> ofPurpose(KeyPurpose purpose);
}
