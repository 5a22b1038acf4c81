package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/** PEM, both ways (RFC 7468). */
final class PemFile {
  private PemFile() {}

  static byte[] encode(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String pem = "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, body, label);
    return pem.getBytes(StandardCharsets.US_ASCII);
  }

  /** DER of a file that holds DER or one PEM object. */
  static byte[] readDer(Path file) {
    try {
      byte[] content = Files.readAllBytes(file);
      String text = new String(content, StandardCharsets.ISO_8859_1);
      int begin = text.indexOf("-----BEGIN ");
      if (begin < 0) {
        return content;
      }
      int bodyStart = text.indexOf('\n', begin);
      int bodyEnd = text.indexOf("-----END ", begin);
      if (bodyStart < 0 || bodyEnd < bodyStart) {
        throw new CeremonyFailure(file + " is not complete PEM");
      }
      return Base64.getMimeDecoder().decode(text.substring(bodyStart, bodyEnd));
    } catch (IOException | IllegalArgumentException e) {
      throw new CeremonyFailure("cannot read " + file, e);
    }
  }
}
