package org.opentws.hsm.adapter;

import java.security.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.WrappingKeyFacts;
import org.opentws.hsm.token.TokenAccess;

/** What the application holds between connect and close. Not for more than one thread. */
public final class PooledConnection implements HsmConnection {
  private @Nullable TokenManagedConnection managed;

  PooledConnection(TokenManagedConnection managed) {
    this.managed = managed;
  }

  void moveTo(TokenManagedConnection other) {
    managed = other;
  }

  void detach() {
    managed = null;
  }

  private <T> T call(Function<TokenAccess, T> work) {
    TokenManagedConnection present = managed;
    if (present == null) {
      throw new HsmUnavailable("the connection is closed");
    }
    try {
      return work.apply(present.token());
    } catch (HsmUnavailable e) {
      // Only a lost login makes the connection worthless; "no such key" does not.
      if (!present.isCurrent()) {
        managed = null;
        present.failed(this, e);
      }
      throw e;
    }
  }

  @Override
  public DeviceFacts deviceFacts() {
    return call(TokenAccess::deviceFacts);
  }

  @Override
  public PublicKey generateKeyPair(String label, String algorithm, KeyProtection protection) {
    return call(token -> token.generateKeyPair(label, algorithm, protection));
  }

  @Override
  public void storeCertificate(String label, byte[] certificate) {
    call(
        token -> {
          token.storeCertificate(label, certificate);
          return label;
        });
  }

  @Override
  public Optional<byte[]> certificate(String label) {
    return call(token -> token.certificate(label));
  }

  @Override
  public List<String> keyLabels() {
    return call(TokenAccess::keyLabels);
  }

  @Override
  public KeyFacts keyFacts(String label) {
    return call(token -> token.keyFacts(label));
  }

  @Override
  public PublicKey publicKey(String label) {
    return call(token -> token.publicKey(label));
  }

  @Override
  public byte[] provePossession(String label, String signatureAlgorithm) {
    return call(token -> token.provePossession(label, signatureAlgorithm));
  }

  @Override
  public byte[] sign(String label, SigningUse use, String signatureAlgorithm, byte[] data) {
    return call(token -> token.sign(label, use, signatureAlgorithm, data));
  }

  @Override
  public Optional<BackupKeyFacts> backupKey() {
    return call(TokenAccess::backupKey);
  }

  @Override
  public byte[] wrapKey(String label) {
    return call(token -> token.wrapKey(label));
  }

  @Override
  public void unwrapKey(String label, PublicKey publicKey, byte[] wrapped) {
    call(
        token -> {
          token.unwrapKey(label, publicKey, wrapped);
          return label;
        });
  }

  @Override
  public List<byte[]> signAll(
      String label, SigningUse use, String signatureAlgorithm, List<byte[]> data) {
    return call(token -> token.signAll(label, use, signatureAlgorithm, data));
  }

  @Override
  public void generateWrappingKey(String label, KeyProtection protection) {
    call(
        token -> {
          token.generateWrappingKey(label, protection);
          return label;
        });
  }

  @Override
  public Optional<WrappingKeyFacts> wrappingKey(String label) {
    return call(token -> token.wrappingKey(label));
  }

  @Override
  public byte[] wrapSecret(String label, byte[] secret) {
    return call(token -> token.wrapSecret(label, secret));
  }

  @Override
  public byte[] unwrapSecret(String label, byte[] wrapped) {
    return call(token -> token.unwrapSecret(label, wrapped));
  }

  @Override
  public byte[] backUpWrappingKey(String label) {
    return call(token -> token.backUpWrappingKey(label));
  }

  @Override
  public void restoreWrappingKey(String label, byte[] wrapped) {
    call(
        token -> {
          token.restoreWrappingKey(label, wrapped);
          return label;
        });
  }

  @Override
  public void destroy(String label) {
    call(
        token -> {
          token.destroy(label);
          return label;
        });
  }

  /** Gives the connection back to the pool; a second time does nothing. */
  @Override
  public void close() {
    TokenManagedConnection present = managed;
    if (present != null) {
      managed = null;
      present.closed(this);
    }
  }
}
