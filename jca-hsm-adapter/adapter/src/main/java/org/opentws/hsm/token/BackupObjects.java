package org.opentws.hsm.token;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_CHECK_VALUE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_EXTRACTABLE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_TRUSTED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_VALUE_LEN;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.HsmUnavailable;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Token;

/**
 * Private keys on their way out of a token and back, under its backup key and in no other form
 * (KM6.4). Each call has a session of its own.
 */
final class BackupObjects {
  static final String LABEL = "backup-key";
  static final int BITS = 256;

  private static final int OCTET = 8;

  /** PKCS#11 3.0 renamed the one that older devices call PAD: both are RFC 5649. */
  private static final long[] MECHANISMS = {
    PKCS11Constants.CKM_AES_KEY_WRAP_KWP, PKCS11Constants.CKM_AES_KEY_WRAP_PAD
  };

  private final Token token;
  private final TokenObjects objects;

  BackupObjects(Token token, TokenObjects objects) {
    this.token = token;
    this.objects = objects;
  }

  /** How the token's security officer describes it when it is put in. */
  static AttributeVector template(byte[] value) {
    return AttributeVector.newAESSecretKey()
        .label(LABEL)
        .id(TokenObjects.id(LABEL))
        .token(true)
        // The security officer's session makes public objects only; it can wrap, not decrypt.
        .private_(false)
        .sensitive(true)
        .extractable(false)
        .wrap(true)
        .unwrap(true)
        .encrypt(false)
        .decrypt(false)
        .trusted(true)
        .value(value);
  }

  Optional<BackupKeyFacts> facts() throws PKCS11Exception {
    Session session = token.openSession(false);
    try {
      long[] found = find(session);
      return found.length == 1 ? Optional.of(facts(session, found[0])) : Optional.empty();
    } finally {
      session.closeSession();
    }
  }

  static long[] find(Session session) throws PKCS11Exception {
    AttributeVector wanted =
        new AttributeVector().class_(CKO_SECRET_KEY).token(true).id(TokenObjects.id(LABEL));
    return session.findObjectsSingle(wanted, 2);
  }

  private static BackupKeyFacts facts(Session session, long key) throws PKCS11Exception {
    AttributeVector said =
        session.getAttrValues(key, CKA_VALUE_LEN, CKA_TRUSTED, CKA_EXTRACTABLE, CKA_CHECK_VALUE);
    Integer octets = said.valueLen();
    byte[] check = said.checkValue();
    return new BackupKeyFacts(
        octets == null ? 0 : octets * OCTET,
        Boolean.TRUE.equals(said.trusted()),
        !Boolean.FALSE.equals(said.extractable()),
        check == null ? "" : HexFormat.of().formatHex(check));
  }

  byte[] wrap(String label) throws PKCS11Exception {
    long privateKey = objects.privateKey(label);
    Session session = token.openSession(false);
    try {
      return session.wrapKey(mechanism(), strongKey(session), privateKey);
    } catch (PKCS11Exception e) {
      if (!Failure.isAboutWrapping(e)) {
        throw e;
      }
      throw new IllegalArgumentException("the device does not let it go: " + Failure.words(e), e);
    } finally {
      session.closeSession();
    }
  }

  void unwrap(String label, PublicKey publicKey, byte[] wrapped) throws PKCS11Exception {
    objects.requireFree(label);
    Session session = token.openSession(true);
    try {
      session.unwrapKey(
          mechanism(), strongKey(session), wrapped, KeyTemplates.restored(label, publicKey));
      session.createObject(KeyTemplates.publicKey(label, publicKey));
    } catch (PKCS11Exception e) {
      if (!Failure.isAboutWrapping(e)) {
        throw e;
      }
      throw new IllegalArgumentException(
          "it was altered, or wrapped with another backup key: " + Failure.words(e), e);
    } finally {
      session.closeSession();
    }
  }

  /** KM6.4-s2: never weaker than what it protects; AES-256 is not weaker than any signing key. */
  long strongKey(Session session) throws PKCS11Exception {
    long[] found = find(session);
    if (found.length != 1) {
      throw new IllegalArgumentException("the token has no backup key");
    }
    BackupKeyFacts facts = facts(session, found[0]);
    if (facts.bits() < BITS || !facts.trusted() || facts.extractable()) {
      throw new IllegalArgumentException(
          "the backup key is not an AES-256 key that is trusted and never leaves the token");
    }
    return found[0];
  }

  Mechanism mechanism() {
    for (long wanted : MECHANISMS) {
      for (long offered : token.getMechanismList()) {
        if (offered == wanted) {
          return new Mechanism(wanted);
        }
      }
    }
    throw new HsmUnavailable("the device lacks the mechanism CKM_AES_KEY_WRAP_KWP");
  }
}
