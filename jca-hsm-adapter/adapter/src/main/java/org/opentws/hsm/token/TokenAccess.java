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
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/**
 * Everything one does with a token, inside a container or outside of one. Safe for many threads;
 * each call is bounded in time. When the device loses our login the next call makes a new one;
 * while the device stays away, calls fail fast and the device is asked now and then.
 */
public final class TokenAccess implements HsmConnection {
  private static final System.Logger LOG = System.getLogger("org.opentws.hsm");
  private static final int KEY_GENERATION_FACTOR = 12;

  private interface LoginCall<T> {
    T run(TokenLogin login) throws PKCS11Exception, GeneralSecurityException, IOException;
  }

  private final TokenSettings settings;
  private final BoundedCalls calls;
  private final LoginPause pause;

  /** Guarded by {@code this} when written. */
  private volatile @Nullable TokenLogin login;

  /** Counts the logins, so that a pool can see that its connections are of an earlier one. */
  private volatile long generation;

  public TokenAccess(TokenSettings settings) {
    this.settings = settings;
    this.calls = new BoundedCalls(settings.tokenLabel(), settings.callsMax(), settings.waitMax());
    this.pause = new LoginPause(settings.tokenLabel());
  }

  /**
   * Logs in unless that has been done; asks the device whether it is still there.
   *
   * @return the number of the login: it changes when the device was lost in between
   * @throws HsmUnavailable in words: library, token, PIN or device
   */
  public long ensureOpen() {
    return calls.run(
        settings.callMax(),
        () -> {
          livingLogin();
          return generation;
        });
  }

  /** Number of the present login, without asking the device; 0 while there is none. */
  public long generation() {
    return login == null ? 0 : generation;
  }

  @Override
  public DeviceFacts deviceFacts() {
    return read(TokenLogin::deviceFacts);
  }

  @Override
  public PublicKey generateKeyPair(String label, String algorithm) {
    KeyAlgorithm kind = KeyAlgorithm.named(algorithm);
    return change(
        settings.callMax().multipliedBy(KEY_GENERATION_FACTOR),
        current -> {
          current.checkMechanism(kind);
          current.objects().generate(label, kind);
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
        settings.callMax(),
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
  public byte[] sign(String label, String signatureAlgorithm, byte[] data) {
    return read(current -> current.sign(label, signatureAlgorithm, null, data));
  }

  @Override
  public List<byte[]> signAll(String label, String signatureAlgorithm, List<byte[]> data) {
    return read(
        current -> {
          List<byte[]> signatures = new ArrayList<>(data.size());
          for (byte[] each : data) {
            signatures.add(current.sign(label, signatureAlgorithm, null, each));
          }
          return signatures;
        });
  }

  /** The same with parameters, as RSASSA-PSS wants. */
  public byte[] sign(
      String label, String signatureAlgorithm, AlgorithmParameterSpec parameters, byte[] data) {
    return read(current -> current.sign(label, signatureAlgorithm, parameters, data));
  }

  @Override
  public void destroy(String label) {
    change(
        settings.callMax(),
        current -> {
          current.objects().destroy(label);
          current.forgetKeys();
          return label;
        });
  }

  /** Ends the login and accepts no more calls. A device that hangs cannot hold up the shutdown. */
  @Override
  public void close() {
    try {
      calls.run(
          settings.callMax(),
          () -> {
            drop(login);
            return settings.tokenLabel();
          });
    } catch (HsmUnavailable e) {
      LOG.log(System.Logger.Level.WARNING, "closing: {0}", e.getMessage());
    } finally {
      calls.close();
    }
  }

  /** What may be done twice: if the device has lost us meanwhile, once more with a new login. */
  private <T> T read(LoginCall<T> call) {
    return calls.run(
        settings.callMax(),
        () -> {
          TokenLogin first = currentLogin();
          try {
            return call.run(first);
          } catch (PKCS11Exception | GeneralSecurityException | RuntimeException e) {
            if (!Failure.mayHeal(e)) {
              throw e;
            }
            drop(first);
            return retry(call, e);
          }
        });
  }

  private <T> T retry(LoginCall<T> call, Exception firstFailure)
      throws PKCS11Exception, GeneralSecurityException, IOException {
    LOG.log(
        System.Logger.Level.WARNING,
        "token {0}: {1}; logging in anew",
        settings.tokenLabel(),
        Failure.words(firstFailure));
    TokenLogin second = currentLogin();
    try {
      return call.run(second);
    } catch (PKCS11Exception | GeneralSecurityException | RuntimeException e) {
      if (Failure.mayHeal(e)) {
        drop(second);
      }
      throw e;
    }
  }

  /** What must not be done twice: the device is asked first whether it is there, then once. */
  private <T> T change(Duration callMax, LoginCall<T> call) {
    return calls.run(
        callMax,
        () -> {
          TokenLogin current = livingLogin();
          try {
            return call.run(current);
          } catch (PKCS11Exception | GeneralSecurityException | RuntimeException e) {
            if (Failure.mayHeal(e)) {
              drop(current);
            }
            throw e;
          }
        });
  }

  private TokenLogin livingLogin() {
    TokenLogin current = currentLogin();
    try {
      current.objects().checkAlive();
      return current;
    } catch (PKCS11Exception e) {
      drop(current);
      return currentLogin();
    }
  }

  private TokenLogin currentLogin() {
    TokenLogin current = login;
    return current == null ? logIn() : current;
  }

  private synchronized TokenLogin logIn() {
    TokenLogin present = login;
    if (present != null) {
      return present;
    }
    try (PinFile pinFile = PinFile.read(settings.pinFile())) {
      pause.checkMayTry(System.nanoTime(), pinFile.fingerprint());
      try {
        TokenLogin opened = TokenLogin.open(settings, pinFile.pin());
        pause.succeeded();
        generation++;
        login = opened;
        return opened;
      } catch (PKCS11Exception | GeneralSecurityException | IOException | RuntimeException e) {
        HsmUnavailable failure = Failure.of(settings.tokenLabel(), e);
        pause.failed(System.nanoTime(), pinFile.fingerprint(), Failure.isAboutPin(e), failure);
        throw failure;
      }
    }
  }

  private synchronized void drop(@Nullable TokenLogin lost) {
    if (lost != null && lost == login) {
      login = null;
      lost.close();
    }
  }
}
