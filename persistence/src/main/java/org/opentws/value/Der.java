package org.opentws.value;

import java.util.Arrays;
import java.util.HexFormat;

/** An encoded object (DER or other octets): immutable, compared by content. */
public final class Der {
  private final byte[] octets;

  private Der(byte[] octets) {
    this.octets = octets;
  }

  /** A copy is taken. */
  public static Der of(byte[] octets) {
    return new Der(octets.clone());
  }

  /** A copy is given. */
  public byte[] octets() {
    return octets.clone();
  }

  public int length() {
    return octets.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Der der && Arrays.equals(octets, der.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Length and beginning only: an object may be large or personal. */
  @Override
  public String toString() {
    int shown = Math.min(8, octets.length);
    return "Der[" + octets.length + ":" + HexFormat.of().formatHex(octets, 0, shown) + "]";
  }
}
