package org.opentws.hsm;

import java.security.PublicKey;
import java.util.List;

/**
 * A session with one token. Every call may fail with {@link HsmUnavailable}; nothing is half done.
 */
public interface HsmConnection extends AutoCloseable {
  /** Who made the device, its model, serial number, firmware, and whether it is a test device. */
  DeviceFacts deviceFacts();

  /**
   * Makes a key pair in the device, never extractable in clear, marked for signing only.
   *
   * @param label unique in the token; also the text form of CKA_ID
   * @param algorithm "EC:secp256r1", "EC:secp384r1", "RSA:3072" ...
   */
  PublicKey generateKeyPair(String label, String algorithm);

  /** Puts the certificate beside its key. */
  void storeCertificate(String label, byte[] certificate);

  /** Labels of the private keys in the token. */
  List<String> keyLabels();

  /** What the device itself says of a private key (KMF-a). */
  KeyFacts keyFacts(String label);

  PublicKey publicKey(String label);

  /**
   * Signs data (hashing included).
   *
   * @param signatureAlgorithm JCA name, for example "SHA256withECDSA"
   */
  byte[] sign(String label, String signatureAlgorithm, byte[] data);

  /**
   * Signs several pieces of data in one turn at the device.
   *
   * @return the signatures in the order of the data
   */
  List<byte[]> signAll(String label, String signatureAlgorithm, List<byte[]> data);

  /** Destroys key and certificate objects. */
  void destroy(String label);

  @Override
  void close();
}
