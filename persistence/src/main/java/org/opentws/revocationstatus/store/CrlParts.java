package org.opentws.revocationstatus.store;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Arrays;

/** Writes the octets of one CRL in one encoding into table {@code crl_part}, part by part. */
final class CrlParts extends OutputStream {
  static final int PART_OCTETS = 1 << 20;

  private final PreparedStatement insert;
  private final byte[] part = new byte[PART_OCTETS];
  private int filled;
  private int parts;
  private long length;

  CrlParts(Connection connection, StoredCrl crl, StoredCrl.Encoding encoding) throws SQLException {
    insert =
        connection.prepareStatement(
            "insert into crl_part (ca, scope, number, encoding, part, octets)"
                + " values (?, ?, ?, ?, ?, ?)");
    insert.setString(1, crl.ca());
    insert.setString(2, crl.scope());
    insert.setLong(3, crl.number());
    insert.setString(4, encoding.name());
  }

  /** Octets written so far. */
  long length() {
    return length;
  }

  @Override
  public void write(int octet) throws IOException {
    write(new byte[] {(byte) octet}, 0, 1);
  }

  @Override
  public void write(byte[] octets, int from, int count) throws IOException {
    for (int done = 0; done < count; ) {
      int now = Math.min(count - done, PART_OCTETS - filled);
      System.arraycopy(octets, from + done, part, filled, now);
      filled += now;
      done += now;
      if (filled == PART_OCTETS) {
        store();
      }
    }
    length += count;
  }

  private void store() throws IOException {
    try {
      insert.setInt(5, parts);
      insert.setBytes(6, Arrays.copyOf(part, filled));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    parts++;
    filled = 0;
  }

  @Override
  public void close() throws IOException {
    if (filled > 0) {
      store();
    }
    try {
      insert.close();
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }
}
