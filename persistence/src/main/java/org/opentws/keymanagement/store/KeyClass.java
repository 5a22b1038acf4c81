package org.opentws.keymanagement.store;

/** The four classes of keys (5.2.5.1). */
public enum KeyClass {
  TSP_SIGNING,
  INFRASTRUCTURE,
  CONTROL,
  SESSION
}
