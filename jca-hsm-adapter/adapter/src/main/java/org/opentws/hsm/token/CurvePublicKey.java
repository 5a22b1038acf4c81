package org.opentws.hsm.token;

import java.security.PublicKey;
import java.util.Arrays;

/**
 * A point of a curve that Java's own key factory does not know but devices do (Brainpool). For
 * encoding; whoever verifies with it decodes it again.
 */
final class CurvePublicKey implements PublicKey {
  private static final long serialVersionUID = 1L;

  private final String algorithm;
  private final String curve;
  private final byte[] encoded;

  CurvePublicKey(String algorithm, String curve, byte[] encoded) {
    this.algorithm = algorithm;
    this.curve = curve;
    this.encoded = encoded.clone();
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "X.509";
  }

  @Override
  public byte[] getEncoded() {
    return encoded.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey key && Arrays.equals(encoded, key.getEncoded());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(encoded);
  }

  @Override
  public String toString() {
    return algorithm + " public key on " + curve;
  }
}
