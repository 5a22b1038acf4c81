package org.opentws.keymanagement.activation;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * Encrypts for one receiver (RFC 9180, HPKE: X25519, HKDF-SHA256, AES-256-GCM): how a share crosses
 * wires and the database (KM2.1, KM2.2).
 */
final class ShareSeal {
  private static final byte[] INFO =
      "opentws activation share 1".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY_OCTETS = 32;
  private static final String BROKEN = "a share was altered on its way";

  private ShareSeal() {}

  private static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  static AsymmetricCipherKeyPair newKeyPair() {
    return hpke().generatePrivateKey();
  }

  static Der publicKey(AsymmetricCipherKeyPair pair) {
    return Der.of(hpke().serializePublicKey(pair.getPublic()));
  }

  /**
   * Seals.
   *
   * @param context must be the same when it is opened
   */
  static Der seal(Der receiver, String context, byte[] content) {
    HPKE hpke = hpke();
    try {
      byte[][] parts =
          hpke.seal(
              hpke.deserializePublicKey(receiver.octets()),
              INFO,
              octets(context),
              content,
              new byte[0],
              new byte[0],
              null);
      byte[] sealed = parts[0];
      byte[] encapsulated = parts[1];
      return Der.of(
          ByteBuffer.allocate(encapsulated.length + sealed.length)
              .put(encapsulated)
              .put(sealed)
              .array());
    } catch (InvalidCipherTextException e) {
      throw new IllegalStateException("a share cannot be sealed", e);
    }
  }

  /**
   * Opens what was sealed for that key; the caller wipes it.
   *
   * @throws RequestRefused SEAL_BROKEN
   */
  static byte[] open(AsymmetricCipherKeyPair receiver, String context, Der sealed) {
    byte[] octets = sealed.octets();
    if (octets.length <= KEY_OCTETS) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, BROKEN);
    }
    byte[] encapsulated = new byte[KEY_OCTETS];
    byte[] content = new byte[octets.length - KEY_OCTETS];
    ByteBuffer.wrap(octets).get(encapsulated).get(content);
    try {
      return hpke()
          .open(
              encapsulated,
              receiver,
              INFO,
              octets(context),
              content,
              new byte[0],
              new byte[0],
              null);
    } catch (InvalidCipherTextException | RuntimeException e) { // a point that is none
      throw new RequestRefused(Refusal.SEAL_BROKEN, BROKEN, e);
    }
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
