package org.opentws.hsm.token;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_DECRYPT;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_DERIVE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_ENCRYPT;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_EXTRACTABLE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_SENSITIVE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_VALUE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_VALUE_LEN;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_WRAP_WITH_TRUSTED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.WrappingKeyFacts;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Token;

/**
 * AES-256 keys of a token that wrap secrets which live outside of it. A secret is in the device for
 * the time of one call, as an object of that call's own session.
 */
final class WrappingObjects {
  private static final int BITS = 256;
  private static final int WRAPPED_OCTETS = 40;

  private interface SessionCall<T> {
    T run(Session session) throws PKCS11Exception;
  }

  private final String tokenLabel;
  private final Token token;
  private final BackupObjects backup;

  WrappingObjects(String tokenLabel, Token token, BackupObjects backup) {
    this.tokenLabel = tokenLabel;
    this.token = token;
    this.backup = backup;
  }

  void generate(String label, KeyProtection protection) throws PKCS11Exception {
    inSession(
        session -> {
          requireFree(session, label);
          return session.generateKey(
              new Mechanism(PKCS11Constants.CKM_AES_KEY_GEN),
              template(label, protection).valueLen(BITS / Byte.SIZE));
        });
  }

  private static AttributeVector template(String label, KeyProtection protection) {
    boolean leaves = protection == KeyProtection.BACKUP_UNDER_TRUSTED_KEY;
    return AttributeVector.newAESSecretKey()
        .label(label)
        .id(TokenObjects.id(label))
        .token(true)
        .private_(true)
        .sensitive(true)
        .extractable(leaves)
        .wrapWithTrusted(leaves)
        .wrap(true)
        .unwrap(true)
        .encrypt(false)
        .decrypt(false)
        .sign(false)
        .verify(false)
        .derive(false);
  }

  /** What is wrapped: no object of the token, and gone with the session. */
  private static AttributeVector secret() {
    return AttributeVector.newAESSecretKey()
        .token(false)
        .private_(true)
        .sensitive(false)
        .extractable(true);
  }

  Optional<WrappingKeyFacts> facts(String label) throws PKCS11Exception {
    return inSession(
        session -> {
          long[] found = find(session, label);
          return found.length == 1 ? Optional.of(facts(session, found[0])) : Optional.empty();
        });
  }

  private WrappingKeyFacts facts(Session session, long key) throws PKCS11Exception {
    AttributeVector said =
        session.getAttrValues(
            key,
            CKA_VALUE_LEN,
            CKA_SENSITIVE,
            CKA_EXTRACTABLE,
            CKA_WRAP_WITH_TRUSTED,
            CKA_ENCRYPT,
            CKA_DECRYPT,
            CKA_DERIVE);
    Integer octets = said.valueLen();
    return new WrappingKeyFacts(
        octets == null || octets == 0 ? bitsAsWrapped(session, key) : octets * Byte.SIZE,
        Boolean.TRUE.equals(said.sensitive()),
        !Boolean.FALSE.equals(said.extractable()),
        Boolean.TRUE.equals(said.wrapWithTrusted()),
        Stream.of(said.encrypt(), said.decrypt(), said.derive()).allMatch(Boolean.FALSE::equals));
  }

  /**
   * Of a key that was unwrapped SoftHSM does not say the length: its backup does. RFC 5649 makes 40
   * octets of 25 to 32, and of these an AES key can have 32 alone. 0 if it cannot be told.
   */
  private int bitsAsWrapped(Session session, long key) {
    try {
      byte[] wrapped = session.wrapKey(backup.mechanism(), backup.strongKey(session), key);
      return wrapped.length == WRAPPED_OCTETS ? BITS : 0;
    } catch (PKCS11Exception | IllegalArgumentException e) {
      return 0;
    }
  }

  byte[] wrap(String label, byte[] secret) throws PKCS11Exception {
    return inSession(
        session -> {
          long object = session.createObject(secret().value(secret));
          return session.wrapKey(backup.mechanism(), only(session, label), object);
        });
  }

  byte[] unwrap(String label, byte[] wrapped) throws PKCS11Exception {
    return refusing(
        session -> {
          long object =
              session.unwrapKey(backup.mechanism(), only(session, label), wrapped, secret());
          return session.getAttrValues(object, CKA_VALUE).value();
        });
  }

  byte[] backUp(String label) throws PKCS11Exception {
    return refusing(
        session ->
            session.wrapKey(backup.mechanism(), backup.strongKey(session), only(session, label)));
  }

  void restore(String label, byte[] wrapped) throws PKCS11Exception {
    refusing(
        session -> {
          requireFree(session, label);
          return session.unwrapKey(
              backup.mechanism(),
              backup.strongKey(session),
              wrapped,
              template(label, KeyProtection.BACKUP_UNDER_TRUSTED_KEY));
        });
  }

  private <T> T refusing(SessionCall<T> call) throws PKCS11Exception {
    try {
      return inSession(call);
    } catch (PKCS11Exception e) {
      if (!Failure.isAboutWrapping(e)) {
        throw e;
      }
      throw new IllegalArgumentException("the device refuses it: " + Failure.words(e), e);
    }
  }

  private <T> T inSession(SessionCall<T> call) throws PKCS11Exception {
    Session session = token.openSession(true);
    try {
      return call.run(session);
    } finally {
      session.closeSession();
    }
  }

  private void requireFree(Session session, String label) throws PKCS11Exception {
    if (find(session, label).length > 0) {
      throw new HsmUnavailable("token " + tokenLabel + " has a key labelled " + label + " already");
    }
  }

  private long only(Session session, String label) throws PKCS11Exception {
    long[] found = find(session, label);
    if (found.length != 1) {
      throw new HsmUnavailable("token " + tokenLabel + " has no one key labelled " + label);
    }
    return found[0];
  }

  private static long[] find(Session session, String label) throws PKCS11Exception {
    AttributeVector wanted =
        new AttributeVector().class_(CKO_SECRET_KEY).token(true).id(TokenObjects.id(label));
    return session.findObjectsSingle(wanted, 2);
  }
}
