package org.opentws.audit.format;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.opentws.audit.store.LeafKind;
import org.opentws.value.Der;

/** Entries one after the other, each after its length in two octets (C2SP tlog-tiles). */
public final class EntryBundle {
  private EntryBundle() {}

  public static byte[] pack(List<byte[]> entries) {
    int length = 0;
    for (byte[] entry : entries) {
      if (entry.length > EncodedRecord.OCTETS_MAX) {
        throw new IllegalArgumentException("a record of " + entry.length + " octets");
      }
      length += Short.BYTES + entry.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length);
    for (byte[] entry : entries) {
      out.putShort((short) entry.length).put(entry);
    }
    return out.array();
  }

  /**
   * The entries of a row of the log.
   *
   * @throws BrokenLog if the lengths of a bundle do not add up
   */
  public static List<byte[]> of(LeafKind kind, Der contents) {
    return switch (kind) {
      case SEGMENT -> unpack(contents.octets());
      case RECORD -> List.of(contents.octets());
    };
  }

  /**
   * Takes them apart.
   *
   * @throws BrokenLog if the lengths do not add up
   */
  public static List<byte[]> unpack(byte[] bundle) {
    List<byte[]> entries = new ArrayList<>();
    int at = 0;
    while (at < bundle.length) {
      if (bundle.length - at < 2) {
        throw new BrokenLog("a bundle ends within a length");
      }
      int length = (bundle[at] & 0xff) << 8 | bundle[at + 1] & 0xff;
      at += 2;
      if (bundle.length - at < length) {
        throw new BrokenLog("a bundle ends within an entry");
      }
      entries.add(java.util.Arrays.copyOfRange(bundle, at, at + length));
      at += length;
    }
    return entries;
  }
}
