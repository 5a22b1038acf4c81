package org.opentws.hsm.token;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmUnavailable;
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
  private final Provider provider;
  private volatile KeyStore keyStore;

  /** Key objects are resolved once: each look-up costs eight calls into the device. */
  private final ConcurrentHashMap<String, PrivateKey> keys = new ConcurrentHashMap<>();

  private TokenLogin(
      String tokenLabel, Token token, TokenObjects objects, Provider provider, KeyStore keyStore) {
    this.tokenLabel = tokenLabel;
    this.token = token;
    this.objects = objects;
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
    Token token = library.tokenLabelled(settings.tokenLabel());
    checkUsable(settings.tokenLabel(), token.getTokenInfo());
    // This session stays open as long as the login: with the last session the login would end.
    Session session = token.openSession(true);
    try {
      login(session, pin);
      Provider provider = provider(settings, token);
      return new TokenLogin(
          settings.tokenLabel(),
          token,
          new TokenObjects(settings.tokenLabel(), session),
          provider,
          loadKeyStore(provider, pin));
    } catch (PKCS11Exception | GeneralSecurityException | IOException | RuntimeException e) {
      closeQuietly(session);
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

  private static void login(Session session, char[] pin) throws PKCS11Exception {
    try {
      session.login(PKCS11Constants.CKU_USER, pin);
    } catch (PKCS11Exception e) {
      // The login belongs to the process: somebody else in it (the TLS keys) has been here before.
      if (e.getErrorCode() != PKCS11Constants.CKR_USER_ALREADY_LOGGED_IN) {
        throw e;
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
                settings.tokenLabel().replaceAll("[^A-Za-z0-9]", "_"),
                settings.library(),
                token.getTokenID());
    return sunPkcs11.configure(configuration);
  }

  private static KeyStore loadKeyStore(Provider provider, char @Nullable [] pin)
      throws GeneralSecurityException, IOException {
    KeyStore keyStore = KeyStore.getInstance("PKCS11", provider);
    keyStore.load(null, pin);
    return keyStore;
  }

  TokenObjects objects() {
    return objects;
  }

  byte[] sign(
      String label, String algorithm, @Nullable AlgorithmParameterSpec parameters, byte[] data)
      throws PKCS11Exception, GeneralSecurityException {
    PrivateKey key = keys.get(label);
    if (key == null) {
      key = certifiedKey(label);
      if (key == null) {
        return UncertifiedKeySigner.sign(token, objects.privateKey(label), algorithm, data);
      }
      keys.put(label, key);
    }
    Signature signature = Signature.getInstance(algorithm, provider);
    if (parameters != null) {
      signature.setParameter(parameters);
    }
    signature.initSign(key);
    signature.update(data);
    return signature.sign();
  }

  private @Nullable PrivateKey certifiedKey(String label) throws GeneralSecurityException {
    Key key = keyStore.getKey(label, null);
    return key instanceof PrivateKey found ? found : null;
  }

  /** After certificates came or went: the key store took its list when it was loaded. */
  void forgetKeys() throws GeneralSecurityException, IOException {
    keyStore = loadKeyStore(provider, null);
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

  DeviceFacts deviceFacts() throws PKCS11Exception {
    TokenInfo facts = token.getTokenInfo();
    return new DeviceFacts(
        facts.getLabel().trim(),
        facts.getManufacturerID().trim(),
        facts.getModel().trim(),
        facts.getSerialNumber().trim(),
        facts.getFirmwareVersion().toString(),
        facts.getManufacturerID().contains("SoftHSM"));
  }

  void close() {
    try {
      objects.close();
    } catch (PKCS11Exception e) {
      WrapperLog.ignored(e);
    }
  }

  private static void closeQuietly(Session session) {
    try {
      session.closeSession();
    } catch (PKCS11Exception e) {
      WrapperLog.ignored(e);
    }
  }
}
