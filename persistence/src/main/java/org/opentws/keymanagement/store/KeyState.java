package org.opentws.keymanagement.store;

/**
 * The life of a key (KM1-KM6): goes one way, from top to bottom, except that INACTIVE may become
 * ACTIVE again.
 */
public enum KeyState {
  /** Made in the device, waits for its certificate. */
  GENERATED,
  /**
   * Made in the device beforehand, without a certificate: takes the place of the key that is in use
   * when that one's end is near.
   */
  SPARE,
  /** May sign. */
  ACTIVE,
  /** Has its certificate, must not sign. */
  INACTIVE,
  /** May be in other hands (KM4.3): never signs again. */
  COMPROMISED,
  /** Lives outside this system (an offline root): never signs here. */
  OFFLINE,
  DESTROYED
}
