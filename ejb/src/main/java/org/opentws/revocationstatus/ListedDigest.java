package org.opentws.revocationstatus;

/**
 * All suspended and revoked certificates of a CA in three numbers, so that a list of them can be
 * checked without keeping one: how many, and a sum of keyed hashes over what is said of each.
 */
record ListedDigest(long count, long high, long low) {
  static final ListedDigest EMPTY = new ListedDigest(0, 0, 0);

  ListedDigest with(long entryHigh, long entryLow) {
    return new ListedDigest(count + 1, high + entryHigh, low + entryLow);
  }

  ListedDigest without(long entryHigh, long entryLow) {
    return new ListedDigest(count - 1, high - entryHigh, low - entryLow);
  }
}
