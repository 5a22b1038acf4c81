package org.opentws.hsm.token;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.TokenState;
import org.opentws.hsm.WrappingKeyFacts;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/**
 * Everything one does with a token, inside a container or outside of one. Safe for many threads;
 * each call is bounded in time. When the device loses our login the next call makes a new one;
 * while the device stays away, calls fail fast and the device is asked now and then.
 */
public final class TokenAccess implements HsmConnection {
  private static final System.Logger LOG = System.getLogger("org.opentws.hsm");
  private static final int KEY_GENERATION_FACTOR = 12;

  /** Attempts of a call that fails by itself: the first login may be of a device that is gone. */
  private static final int FAILED_MAX = 2;

  /** Attempts of a call whose session is closed each time: that says nothing about the device. */
  private static final int LOST_MAX = 4;

  private interface LoginCall<T> {
    T run(TokenLogin login) throws PKCS11Exception, GeneralSecurityException, IOException;
  }

  private final TokenSettings settings;
  private final TokenSettings.Bounds bounds;
  private final BoundedCalls calls;
  private final LoginKeeper keeper;

  public TokenAccess(TokenSettings settings) {
    this.settings = settings;
    this.bounds = settings.bounds();
    this.calls = new BoundedCalls(settings.tokenText(), bounds.callsMax(), bounds.waitMax());
    this.keeper = new LoginKeeper(settings);
  }

  /**
   * Logs in unless that has been done; asks the device whether it is still there.
   *
   * @return the number of the login: it changes when the device was lost in between
   * @throws HsmUnavailable in words: library, token, PIN or device
   */
  public long ensureOpen() {
    return calls.run(
        bounds.callMax(),
        () -> {
          keeper.living();
          return keeper.generation();
        });
  }

  /** Number of the present login, without asking the device; 0 while there is none. */
  public long generation() {
    return keeper.generation();
  }

  /** Whether persons have to open it, and whether they have. */
  public TokenState state() {
    return keeper.state();
  }

  /**
   * Opens a token that persons activate; the caller wipes the PIN.
   *
   * @throws HsmUnavailable the PIN is wrong, or the device does not answer: it stays locked
   */
  public void activate(char[] pin) {
    calls.run(
        bounds.callMax(),
        () -> {
          keeper.activate(pin);
          return settings.tokenText();
        });
  }

  /** Logs out and forgets the PIN; nothing for a token that opens by itself. */
  public void deactivate() {
    calls.run(
        bounds.callMax(),
        () -> {
          keeper.deactivate();
          return settings.tokenText();
        });
  }

  /** Needs no login: a locked token tells it too. */
  @Override
  public DeviceFacts deviceFacts() {
    return calls.run(
        bounds.callMax(),
        () -> TokenLogin.deviceFacts(Pkcs11Library.at(settings.library()).token(settings.token())));
  }

  @Override
  public PublicKey generateKeyPair(String label, String algorithm, KeyProtection protection) {
    KeyAlgorithm kind = KeyAlgorithm.named(algorithm);
    return change(
        bounds.callMax().multipliedBy(KEY_GENERATION_FACTOR),
        current -> {
          current.checkMechanism(kind);
          current.objects().generate(label, kind, protection);
          return current.objects().publicKey(label);
        });
  }

  /**
   * @throws IllegalArgumentException not a certificate, or one of another key
   */
  @Override
  public void storeCertificate(String label, byte[] certificate) {
    X509Certificate decoded = decode(certificate);
    change(
        bounds.callMax(),
        current -> {
          current.objects().storeCertificate(label, decoded);
          current.forgetKeys();
          return decoded;
        });
  }

  private static X509Certificate decode(byte[] certificate) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(certificate));
    } catch (CertificateException e) {
      throw new IllegalArgumentException("not a certificate", e);
    }
  }

  @Override
  public Optional<byte[]> certificate(String label) {
    return read(
        current -> {
          Optional<X509Certificate> found = current.objects().certificate(label);
          return found.isPresent() ? Optional.of(found.get().getEncoded()) : Optional.empty();
        });
  }

  /** Certificates that lie beside a private key in the token. */
  public List<StoredCertificate> certificates() {
    return read(current -> current.objects().certificates());
  }

  @Override
  public List<String> keyLabels() {
    return read(current -> current.objects().keyLabels());
  }

  @Override
  public KeyFacts keyFacts(String label) {
    return read(current -> current.objects().keyFacts(label));
  }

  @Override
  public PublicKey publicKey(String label) {
    return read(current -> current.objects().publicKey(label));
  }

  @Override
  public byte[] provePossession(String label, String signatureAlgorithm) {
    return read(current -> current.provePossession(label, signatureAlgorithm));
  }

  @Override
  public List<byte[]> signAll(
      String label, SigningUse use, String signatureAlgorithm, List<byte[]> data) {
    return read(
        current -> {
          List<byte[]> signatures = new ArrayList<>(data.size());
          for (byte[] each : data) {
            signatures.add(current.sign(label, use, signatureAlgorithm, null, each));
          }
          return signatures;
        });
  }

  @Override
  public byte[] sign(String label, SigningUse use, String signatureAlgorithm, byte[] data) {
    return read(current -> current.sign(label, use, signatureAlgorithm, null, data));
  }

  /** In a TLS handshake, with parameters, as RSASSA-PSS wants. */
  public byte[] signHandshake(
      String label, String signatureAlgorithm, AlgorithmParameterSpec parameters, byte[] data) {
    return read(
        current -> current.sign(label, SigningUse.TLS, signatureAlgorithm, parameters, data));
  }

  @Override
  public Optional<BackupKeyFacts> backupKey() {
    return read(current -> current.backup().facts());
  }

  @Override
  public byte[] wrapKey(String label) {
    return read(current -> current.backup().wrap(label));
  }

  @Override
  public void unwrapKey(String label, PublicKey publicKey, byte[] wrapped) {
    change(
        bounds.callMax(),
        current -> {
          current.backup().unwrap(label, publicKey, wrapped);
          current.forgetKeys();
          return label;
        });
  }

  @Override
  public void generateWrappingKey(String label, KeyProtection protection) {
    change(
        bounds.callMax(),
        current -> {
          current.wrapping().generate(label, protection);
          return label;
        });
  }

  @Override
  public Optional<WrappingKeyFacts> wrappingKey(String label) {
    return read(current -> current.wrapping().facts(label));
  }

  @Override
  public byte[] wrapSecret(String label, byte[] secret) {
    return read(current -> current.wrapping().wrap(label, secret));
  }

  @Override
  public byte[] unwrapSecret(String label, byte[] wrapped) {
    return read(current -> current.wrapping().unwrap(label, wrapped));
  }

  @Override
  public byte[] backUpWrappingKey(String label) {
    return read(current -> current.wrapping().backUp(label));
  }

  @Override
  public void restoreWrappingKey(String label, byte[] wrapped) {
    change(
        bounds.callMax(),
        current -> {
          current.wrapping().restore(label, wrapped);
          return label;
        });
  }

  @Override
  public void destroy(String label) {
    change(
        bounds.callMax(),
        current -> {
          current.objects().destroy(label);
          current.forgetKeys();
          return label;
        });
  }

  /**
   * KM5.1: every object of the token goes, backup key and all. May be done again.
   *
   * @return what was there, for example "private key tls-server"
   */
  public List<String> destroyAll() {
    return change(
        bounds.callMax().multipliedBy(KEY_GENERATION_FACTOR),
        current -> {
          List<String> destroyed = current.objects().destroyAll();
          current.forgetKeys();
          return destroyed;
        });
  }

  /** Ends the login and accepts no more calls. A device that hangs cannot hold up the shutdown. */
  @Override
  public void close() {
    try {
      calls.run(
          bounds.callMax(),
          () -> {
            keeper.close();
            return settings.tokenText();
          });
    } catch (HsmUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, "closing: {0}", e.getMessage());
    } finally {
      calls.close();
    }
  }

  /**
   * What may be done twice: if the device has lost us meanwhile, once more with a new login; and
   * again if it loses that one as well before it was used.
   */
  private <T> T read(LoginCall<T> call) {
    return calls.run(
        bounds.callMax(),
        () -> {
          for (int attempt = 1; ; attempt++) {
            TokenLogin login = keeper.current();
            try {
              return call.run(login);
            } catch (PKCS11Exception | GeneralSecurityException | RuntimeException e) {
              if (!Failure.mayHeal(e)) {
                throw e;
              }
              keeper.drop(login);
              if (attempt >= (Failure.isLostSession(e) ? LOST_MAX : FAILED_MAX)) {
                throw e;
              }
              LOG.log(
                  System.Logger.Level.WARNING,
                  "token {0}: {1}; logging in anew",
                  settings.tokenText(),
                  Failure.words(e));
            }
          }
        });
  }

  /** What must not be done twice: the device is asked first whether it is there, then once. */
  private <T> T change(Duration callMax, LoginCall<T> call) {
    return calls.run(
        callMax,
        () -> {
          TokenLogin current = keeper.living();
          try {
            return call.run(current);
          } catch (PKCS11Exception | GeneralSecurityException | RuntimeException e) {
            if (Failure.mayHeal(e)) {
              keeper.drop(current);
            }
            throw e;
          }
        });
  }
}
