package org.opentws.hsm.token;

import java.security.PublicKey;
import java.util.Arrays;

/** Curve and point of a public key, cut out of its SubjectPublicKeyInfo (RFC 5480, RFC 8410). */
final class EcPoint {
  private static final int LONG_FORM = 0x80;

  private EcPoint() {}

  /** The curve as CKA_EC_PARAMS wants it: the named curve's object identifier in DER. */
  static byte[] parameters(PublicKey publicKey) {
    byte[] info = publicKey.getEncoded();
    Part algorithm = content(info, content(info, 0).begin());
    // Either the algorithm names the curve itself (Edwards), or its parameters do.
    Part oid = content(info, algorithm.begin());
    int begin = oid.end() == algorithm.end() ? algorithm.begin() : oid.end();
    return Arrays.copyOfRange(info, begin, algorithm.end());
  }

  /** The point in an OCTET STRING, as CKA_EC_POINT wants it. */
  static byte[] octets(PublicKey publicKey) {
    byte[] info = publicKey.getEncoded();
    Part outer = content(info, 0);
    Part algorithm = content(info, outer.begin());
    Part bits = content(info, algorithm.end());
    return DerOctets.octetString(Arrays.copyOfRange(info, bits.begin() + 1, bits.end()));
  }

  private record Part(int begin, int end) {}

  /** The content of the element that begins there. */
  private static Part content(byte[] der, int at) {
    int length = der[at + 1] & 0xff;
    if (length < LONG_FORM) {
      return new Part(at + 2, at + 2 + length);
    }
    int octets = length - LONG_FORM;
    int value = 0;
    for (int index = 0; index < octets; index++) {
      value = value << 8 | der[at + 2 + index] & 0xff;
    }
    return new Part(at + 2 + octets, at + 2 + octets + value);
  }
}
