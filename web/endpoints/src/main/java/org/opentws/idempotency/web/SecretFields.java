package org.opentws.idempotency.web;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Requests are remembered by a hash that is quick to compute: a password or passphrase in it could
 * be guessed from the database. So it is taken out before.
 */
final class SecretFields {
  private static final Pattern SECRET =
      Pattern.compile(
          "(\"(?:password|newPassword|passphrase|revocationPassphrase|code)\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*+\"",
          Pattern.DOTALL);

  private SecretFields() {}

  /** The body with each secret field empty; octets that are no UTF-8 stay as they are. */
  static byte[] masked(byte[] body) {
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return SECRET.matcher(text).replaceAll("$1\"\"").getBytes(StandardCharsets.ISO_8859_1);
  }
}
