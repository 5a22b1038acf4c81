package org.opentws.revocationmanagement.web;

import java.util.Base64;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Encoded objects in JSON. */
final class Base64Text {
  private Base64Text() {}

  /**
   * Decodes, whatever the lines' length.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static Der decoded(String field, String text) {
    try {
      return Der.of(Base64.getMimeDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, field + " is not base64", e);
    }
  }
}
