package org.opentws.hsm;

import java.nio.charset.StandardCharsets;

/**
 * The one text that a private key signs to prove itself (KMF-a): the public key object may have
 * been left in place when the private one was swapped.
 */
public final class PossessionProof {
  private static final String TEXT =
      "OpenTWS asks this key to prove itself. This text means nothing else.";

  private PossessionProof() {}

  /** By its form neither a certificate nor anything else that is ever signed. */
  public static byte[] text() {
    return TEXT.getBytes(StandardCharsets.US_ASCII);
  }
}
