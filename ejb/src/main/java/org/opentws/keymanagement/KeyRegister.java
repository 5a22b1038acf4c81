package org.opentws.keymanagement;

import java.util.List;
import java.util.Optional;
import org.opentws.keymanagement.store.KeyPurpose;

/** Reads the register of keys: for lists, for finding a CA's certificate, never for signing. */
public interface KeyRegister {
  List<RegisteredKey> all();

  /** Keys of one purpose in any state, newest first. */
  List<RegisteredKey> ofPurpose(KeyPurpose purpose);

  /** The newest key of a purpose and owner that has a certificate (ACTIVE first, then OFFLINE). */
  Optional<RegisteredKey> current(KeyPurpose purpose, String owner);
}
