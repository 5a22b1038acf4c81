package org.opentws.keymanagement;

import org.opentws.keymanagement.store.SigningKey;

/** Where a key in a device comes from, as the register says: it decides which facts are right. */
enum Origin {
  /** Made in the device, never to leave it. */
  MADE_THERE,
  /** Made in the device; it may leave it under the backup key (KM6.4). */
  MADE_FOR_BACKUP,
  /** Brought back from its backup by two persons (KMF-e). */
  RESTORED;

  static Origin of(SigningKey row) {
    if (!row.mayBeBackedUp()) {
      return MADE_THERE;
    }
    return row.restoredAt().isPresent() ? RESTORED : MADE_FOR_BACKUP;
  }
}
