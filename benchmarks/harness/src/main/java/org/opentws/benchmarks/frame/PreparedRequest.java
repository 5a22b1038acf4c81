package org.opentws.benchmarks.frame;

import java.util.HexFormat;

/**
 * A request as the load script sends it: a body in two parts with room for a fresh nonce between
 * them.
 *
 * @param contentType empty for a GET
 * @param before octets of the body in hex, up to the nonce
 * @param nonceOctets 0 if there is no nonce
 * @param after octets of the body in hex, after the nonce
 */
public record PreparedRequest(
    String method, String path, String contentType, String before, int nonceOctets, String after) {
  private static final String NOTHING = "-";

  public static PreparedRequest get(String path) {
    return new PreparedRequest("GET", path, "", "", 0, "");
  }

  /** A POST whose octets from an offset are replaced by a fresh nonce each time. */
  public static PreparedRequest post(
      String path, String contentType, byte[] body, int nonceAt, int nonceOctets) {
    HexFormat hex = HexFormat.of();
    return new PreparedRequest(
        "POST",
        path,
        contentType,
        hex.formatHex(body, 0, nonceAt),
        nonceOctets,
        hex.formatHex(body, nonceAt + nonceOctets, body.length));
  }

  String line(String host) {
    return String.join(
        " ",
        method,
        path,
        orNothing(contentType),
        host,
        orNothing(before),
        Integer.toString(nonceOctets),
        orNothing(after));
  }

  private static String orNothing(String text) {
    return text.isEmpty() ? NOTHING : text;
  }
}
