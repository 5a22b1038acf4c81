package org.opentws.keymanagement.store;

/** How a key came about (KMF-b). */
public enum KeyCeremony {
  /** In the ceremony before the first start. */
  INSTALLATION,
  /** Asked for by one person, approved by another (KM1.3). */
  DUAL_CONTROL,
  /** By the system itself, to follow an infrastructure key whose end was near. */
  RENEWAL,
  /** By the system itself, once it was installed: a key that encrypts data keys. */
  FIRST_START,
  /** Outside, by an offline CA's own ceremony (KM1.6). */
  OFFLINE_CA
}
