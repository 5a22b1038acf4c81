package org.opentws.revocationstatus;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.opentws.value.Der;

/**
 * An OCSP request as it came in.
 *
 * @param request the octets, at most one more than {@link #MAX_OCTETS} need to be given
 * @param requester network address (RS3.1)
 * @param byGet came by HTTP GET, so that its answer may be cached (RFC 5019, 6)
 */
public record OcspCall(Der request, String requester, boolean byGet) {
  /** A larger request is malformed. */
  public static final int MAX_OCTETS = 65_536;

  /**
   * Reads the path of a GET (RFC 6960, A.1.1): base64, with either alphabet, with or without
   * padding, percent-encoded or not. What cannot be read is kept as it is and found malformed.
   */
  public static OcspCall ofPath(String rawPath, String requester) {
    byte[] text = percentDecoded(rawPath);
    String base64 =
        new String(text, StandardCharsets.ISO_8859_1)
            .replace('-', '+')
            .replace('_', '/')
            .replace("=", "");
    try {
      return new OcspCall(Der.of(Base64.getDecoder().decode(base64)), requester, true);
    } catch (IllegalArgumentException e) {
      return new OcspCall(Der.of(new byte[0]), requester, true);
    }
  }

  private static byte[] percentDecoded(String rawPath) {
    byte[] raw = rawPath.getBytes(StandardCharsets.ISO_8859_1);
    byte[] decoded = new byte[raw.length];
    int length = 0;
    for (int i = 0; i < raw.length; i++) {
      int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
      if (raw[i] == '%' && high >= 0 && low >= 0) {
        decoded[length++] = (byte) (high * 16 + low);
        i += 2;
      } else {
        decoded[length++] = raw[i];
      }
    }
    return Arrays.copyOf(decoded, length);
  }
}
