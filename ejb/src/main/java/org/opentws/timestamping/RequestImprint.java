package org.opentws.timestamping;

import java.io.IOException;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.tsp.TSTInfo;
import org.bouncycastle.tsp.TimeStampRequest;
import org.opentws.value.Der;

/** The datum of a request, octet for octet as it was sent (TS4.4). */
final class RequestImprint {
  private RequestImprint() {}

  /** DER of the MessageImprint: the reader saw to it that the request is DER. */
  static Der of(TimeStampRequest request) {
    try {
      return Der.of(request.getMessageImprint().getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("an imprint that was read cannot be encoded", e);
    }
  }

  /**
   * Reads back what is to be signed and compares it with the request (TS4.4).
   *
   * @throws IllegalStateException if datum or nonce is another one: our bug, nothing leaves
   */
  static void checkCarried(TimeStampRequest request, byte[] tstInfo) {
    TSTInfo made = TSTInfo.getInstance(tstInfo);
    boolean sameNonce =
        request.getNonce() == null
            ? made.getNonce() == null
            : made.getNonce() != null && request.getNonce().equals(made.getNonce().getValue());
    if (!sameNonce || !made.getMessageImprint().equals(request.getMessageImprint())) {
      throw new IllegalStateException("the token does not carry what the request asked for");
    }
  }
}
