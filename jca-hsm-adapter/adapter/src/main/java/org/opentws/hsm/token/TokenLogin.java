package org.opentws.hsm.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.PossessionProof;
import org.opentws.hsm.SigningUse;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Token;
import org.xipki.pkcs11.wrapper.TokenInfo;

/**
 * One login to the token, from its beginning until the device loses it. After a loss nothing of it
 * can be repaired: not the sessions, not the key handles, not even the SunPKCS11 instance. A new
 * one of this class is made instead.
 */
final class TokenLogin {
  private static final int ATTEMPTS_MAX = 3;

  private final String tokenLabel;
  private final Token token;
  private final TokenObjects objects;
  private final BackupObjects backup;
  private final WrappingObjects wrapping;
  private final Provider provider;
  private volatile KeyStore keyStore;

  /** Keys are resolved once: each look-up costs eight calls into the device. */
  private final ConcurrentHashMap<String, ResolvedKey> keys = new ConcurrentHashMap<>();

  /**
   * A key as it is used.
   *
   * @param known to Java's provider, or null: then by its handle
   * @param uses what its certificate allows
   */
  private record ResolvedKey(@Nullable PrivateKey known, long handle, Set<SigningUse> uses) {}

  private TokenLogin(
      String tokenLabel, Token token, TokenObjects objects, Provider provider, KeyStore keyStore) {
    this.tokenLabel = tokenLabel;
    this.token = token;
    this.objects = objects;
    this.backup = new BackupObjects(token, objects);
    this.wrapping = new WrappingObjects(tokenLabel, token, backup);
    this.provider = provider;
    this.keyStore = keyStore;
  }

  /** A login whose sessions the device closes while it is made is made anew, at once. */
  static TokenLogin open(TokenSettings settings, char[] pin)
      throws PKCS11Exception, GeneralSecurityException, IOException {
    for (int attempt = 1; attempt < ATTEMPTS_MAX; attempt++) {
      try {
        return openOnce(settings, pin);
      } catch (PKCS11Exception | GeneralSecurityException | IOException | RuntimeException e) {
        if (!Failure.isLostSession(e)) {
          throw e;
        }
      }
    }
    return openOnce(settings, pin);
  }

  private static TokenLogin openOnce(TokenSettings settings, char[] pin)
      throws PKCS11Exception, GeneralSecurityException, IOException {
    Pkcs11Library library = Pkcs11Library.at(settings.library());
    Token token = library.token(settings.token());
    String name = settings.tokenText();
    checkUsable(name, token.getTokenInfo());
    // This session stays open as long as the login: with the last session the login would end.
    Session session = token.openSession(true);
    try {
      login(session, pin, settings.pin());
      Provider provider = provider(settings, token);
      KeyStore keyStore = loadKeyStore(provider);
      // A key store that was loaded without a login is not empty, it lacks the private keys.
      session.getSessionInfo();
      return new TokenLogin(name, token, new TokenObjects(name, session), provider, keyStore);
    } catch (PKCS11Exception | GeneralSecurityException | IOException | RuntimeException e) {
      closeAfter(e, session);
      throw e;
    }
  }

  private static void checkUsable(String tokenLabel, TokenInfo facts) {
    if (facts.hasFlagBit(PKCS11Constants.CKF_USER_PIN_LOCKED)) {
      throw new HsmUnavailable(
          "token "
              + tokenLabel
              + ": the PIN is locked; the device's security officer must reset it");
    }
    if (!facts.hasFlagBit(PKCS11Constants.CKF_USER_PIN_INITIALIZED)) {
      throw new HsmUnavailable("token " + tokenLabel + " has no user PIN yet");
    }
  }

  private static void login(Session session, char[] pin, PinSource source) throws PKCS11Exception {
    try {
      session.login(PKCS11Constants.CKU_USER, pin);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != PKCS11Constants.CKR_USER_ALREADY_LOGGED_IN) {
        throw e;
      }
      // The login belongs to the process. Somebody else in it (the TLS keys) may have been here
      // before; but a PIN that persons bring is believed only after the device has judged it.
      if (source instanceof ActivatedPin) {
        session.logout();
        session.login(PKCS11Constants.CKU_USER, pin);
      }
    }
  }

  private static Provider provider(TokenSettings settings, Token token) {
    Provider sunPkcs11 = Security.getProvider("SunPKCS11");
    if (sunPkcs11 == null) {
      throw new HsmUnavailable("this Java has no SunPKCS11 (module jdk.crypto.cryptoki)");
    }
    String configuration =
        "--name=token-%s\nlibrary=%s\nslot=%s\n"
            .formatted(
                settings.tokenText().replaceAll("[^A-Za-z0-9]", "_"),
                settings.library(),
                token.getTokenID());
    return sunPkcs11.configure(configuration);
  }

  private static KeyStore loadKeyStore(Provider provider)
      throws GeneralSecurityException, IOException {
    KeyStore keyStore = KeyStore.getInstance("PKCS11", provider);
    // Without the PIN: the process is logged in, and Java would keep copies of it.
    keyStore.load(null, null);
    return keyStore;
  }

  TokenObjects objects() {
    return objects;
  }

  WrappingObjects wrapping() {
    return wrapping;
  }

  BackupObjects backup() {
    return backup;
  }

  /**
   * @throws IllegalArgumentException the key's certificate does not allow the use
   */
  byte[] sign(
      String label,
      SigningUse use,
      String algorithm,
      @Nullable AlgorithmParameterSpec parameters,
      byte[] data)
      throws PKCS11Exception, GeneralSecurityException {
    ResolvedKey key = resolved(label);
    if (!key.uses().contains(use)) {
      throw new IllegalArgumentException(
          "token %s: the key %s is for %s, not for %s"
              .formatted(tokenLabel, label, key.uses(), use));
    }
    return sign(key, algorithm, parameters, data);
  }

  /** Signs the one text that any key may sign. */
  byte[] provePossession(String label, String algorithm)
      throws PKCS11Exception, GeneralSecurityException {
    return sign(resolved(label), algorithm, null, PossessionProof.text());
  }

  private byte[] sign(
      ResolvedKey key, String algorithm, @Nullable AlgorithmParameterSpec parameters, byte[] data)
      throws PKCS11Exception, GeneralSecurityException {
    PrivateKey known = key.known();
    if (known == null) {
      return WrapperSigner.sign(token, key.handle(), algorithm, data);
    }
    Signature signature = Signature.getInstance(algorithm, provider);
    if (parameters != null) {
      signature.setParameter(parameters);
    }
    signature.initSign(known);
    signature.update(data);
    return signature.sign();
  }

  private ResolvedKey resolved(String label) throws PKCS11Exception, GeneralSecurityException {
    ResolvedKey known = keys.get(label);
    if (known != null) {
      return known;
    }
    long handle = objects.privateKey(label);
    Optional<X509Certificate> certificate = objects.certificate(label);
    boolean java = KeyAlgorithm.isKnownToJava(objects.keyFacts(label).keyType());
    ResolvedKey found =
        new ResolvedKey(
            certificate.isPresent() && java ? certifiedKey(label) : null,
            handle,
            certificate.map(CertificateUse::of).orElseGet(CertificateUse::withoutCertificate));
    keys.put(label, found);
    return found;
  }

  private @Nullable PrivateKey certifiedKey(String label) throws GeneralSecurityException {
    Key key = keyStore.getKey(label, null);
    return key instanceof PrivateKey found ? found : null;
  }

  /** After certificates came or went: the key store took its list when it was loaded. */
  void forgetKeys() throws GeneralSecurityException, IOException {
    keyStore = loadKeyStore(provider);
    keys.clear();
  }

  /**
   * @throws HsmUnavailable the device does not offer the mechanism
   */
  void checkMechanism(KeyAlgorithm algorithm) {
    for (long offered : token.getMechanismList()) {
      if (offered == algorithm.mechanism()) {
        return;
      }
    }
    throw new HsmUnavailable(
        "token "
            + tokenLabel
            + " cannot make "
            + algorithm.text()
            + ": it lacks the mechanism "
            + PKCS11Constants.ckmCodeToName(algorithm.mechanism()));
  }

  static DeviceFacts deviceFacts(Token token) throws PKCS11Exception {
    TokenInfo facts = token.getTokenInfo();
    return new DeviceFacts(
        facts.getLabel().trim(),
        facts.getManufacturerID().trim(),
        facts.getModel().trim(),
        facts.getSerialNumber().trim(),
        facts.getFirmwareVersion().toString(),
        facts.getManufacturerID().contains("SoftHSM"));
  }

  /** Ends the login of the whole process, whoever made it. */
  void logOut() {
    objects.logOut();
    close();
  }

  void close() {
    try {
      objects.close();
    } catch (PKCS11Exception e) {
      WrapperLog.ignored(e);
    }
  }

  /**
   * @throws PKCS11Exception the session had been closed: Java's key store does not say that it
   *     failed by that
   */
  private static void closeAfter(Exception failure, Session session) throws PKCS11Exception {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      if (Failure.isLostSession(e)) {
        e.addSuppressed(failure);
        throw e;
      }
      WrapperLog.ignored(e);
    }
  }
}
