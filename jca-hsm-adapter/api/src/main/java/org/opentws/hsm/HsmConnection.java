package org.opentws.hsm;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * A session with one token. Every call may fail with {@link HsmUnavailable}; nothing is half done.
 */
public interface HsmConnection extends WrappingKeys, AutoCloseable {
  /** Who made the device, its model, serial number, firmware, and whether it is a test device. */
  DeviceFacts deviceFacts();

  /**
   * Makes a key pair in the device, for signing only.
   *
   * @param label unique in the token; also the text form of CKA_ID
   * @param algorithm "EC:secp256r1", "RSA:3072", "ED:Ed25519" ...
   */
  PublicKey generateKeyPair(String label, String algorithm, KeyProtection protection);

  /** Puts the certificate beside its key. */
  void storeCertificate(String label, byte[] certificate);

  /** The certificate beside a key, DER; empty if it has none yet. */
  Optional<byte[]> certificate(String label);

  /** Labels of the private keys in the token. */
  List<String> keyLabels();

  /** What the device itself says of a private key (KMF-a). */
  KeyFacts keyFacts(String label);

  PublicKey publicKey(String label);

  /** The private key's signature on {@link PossessionProof#text}. */
  byte[] provePossession(String label, String signatureAlgorithm);

  /**
   * Signs data (hashing included).
   *
   * @param signatureAlgorithm JCA name, for example "SHA256withECDSA"
   * @throws IllegalArgumentException the key's certificate in the device is not for that use
   */
  byte[] sign(String label, SigningUse use, String signatureAlgorithm, byte[] data);

  /** The token's backup key; empty if it has none. */
  Optional<BackupKeyFacts> backupKey();

  /**
   * The private key, encrypted with the backup key (AES key wrap with padding, RFC 5649).
   *
   * @throws IllegalArgumentException the device may not let it go
   */
  byte[] wrapKey(String label);

  /**
   * Brings a wrapped private key back, with its public key.
   *
   * @throws IllegalArgumentException it was not wrapped with this token's backup key, or altered
   */
  void unwrapKey(String label, PublicKey publicKey, byte[] wrapped);

  /**
   * Signs several pieces of data in one turn at the device.
   *
   * @return the signatures in the order of the data
   */
  List<byte[]> signAll(String label, SigningUse use, String signatureAlgorithm, List<byte[]> data);

  /** Destroys key and certificate objects. */
  void destroy(String label);

  @Override
  void close();
}
