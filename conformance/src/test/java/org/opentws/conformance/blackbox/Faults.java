package org.opentws.conformance.blackbox;

/**
 * The order of the checks that break the system: after all that need it whole (which have JUnit's
 * default order), least lasting damage first.
 */
final class Faults {
  private static final int AFTER_ALL_OTHERS = org.junit.jupiter.api.Order.DEFAULT + 1;

  /** Reads everything there is, of which others will leave much. */
  static final int FIRST = org.junit.jupiter.api.Order.DEFAULT - 1;

  static final int DEVICE = AFTER_ALL_OTHERS;
  static final int CLOCK = AFTER_ALL_OTHERS + 1;
  static final int BROKER = AFTER_ALL_OTHERS + 2;
  static final int DATABASE = AFTER_ALL_OTHERS + 3;
  static final int DATABASE_DISK = AFTER_ALL_OTHERS + 4;
  static final int NODE_DISK = AFTER_ALL_OTHERS + 5;
  static final int SECOND_NODE = AFTER_ALL_OTHERS + 6;
  static final int KILL = AFTER_ALL_OTHERS + 7;
  static final int TIME_SOURCES = AFTER_ALL_OTHERS + 8;

  /** The last one: it leaves many records, which whoever reads the whole log would wait for. */
  static final int FLOOD = AFTER_ALL_OTHERS + 9;

  private Faults() {}
}
