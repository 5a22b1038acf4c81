package org.opentws.hsm;

/** How a new private key is kept in its device. */
public enum KeyProtection {
  /** In no form does it ever leave the device. */
  NEVER_LEAVES,
  /** It leaves the device only encrypted under the device's backup key (KM6.4). */
  BACKUP_UNDER_TRUSTED_KEY
}
