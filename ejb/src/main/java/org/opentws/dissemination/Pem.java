package org.opentws.dissemination;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.opentws.value.Der;

/** Text form of certificates (RFC 7468, 5). */
public final class Pem {
  private static final int LINE_LENGTH = 64;

  private Pem() {}

  public static String certificate(Der certificate) {
    Base64.Encoder lines =
        Base64.getMimeEncoder(LINE_LENGTH, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN CERTIFICATE-----\n"
        + lines.encodeToString(certificate.octets())
        + "\n-----END CERTIFICATE-----\n";
  }
}
