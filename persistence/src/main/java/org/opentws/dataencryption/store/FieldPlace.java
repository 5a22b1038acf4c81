package org.opentws.dataencryption.store;

import java.nio.charset.StandardCharsets;

/**
 * Where a value stands: what was encrypted for one place cannot be read at another one.
 *
 * @param row by which the row is told from others of its table, for ever
 */
public record FieldPlace(String table, String column, String row) {
  byte[] octets() {
    return (table + "\n" + column + "\n" + row).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return table + "." + column + " of " + row;
  }
}
