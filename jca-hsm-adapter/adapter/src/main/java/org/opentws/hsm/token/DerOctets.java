package org.opentws.hsm.token;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;

/** The little DER that PKCS#11 asks for (X.690); no ASN.1 library is needed in the adapter. */
final class DerOctets {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int SEQUENCE = 0x30;

  private DerOctets() {}

  static byte[] sequence(byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    return encode(SEQUENCE, content.toByteArray());
  }

  static byte[] integer(BigInteger value) {
    return encode(INTEGER, value.toByteArray());
  }

  static byte[] bitString(byte[] octets) {
    byte[] content = new byte[octets.length + 1];
    System.arraycopy(octets, 0, content, 1, octets.length);
    return encode(BIT_STRING, content);
  }

  static byte[] octetString(byte[] octets) {
    return encode(OCTET_STRING, octets);
  }

  private static byte[] encode(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 0x80) {
      der.write(content.length);
    } else {
      byte[] length = BigInteger.valueOf(content.length).toByteArray();
      int skip = length[0] == 0 ? 1 : 0;
      der.write(0x80 | (length.length - skip));
      der.write(length, skip, length.length - skip);
    }
    der.writeBytes(content);
    return der.toByteArray();
  }
}
