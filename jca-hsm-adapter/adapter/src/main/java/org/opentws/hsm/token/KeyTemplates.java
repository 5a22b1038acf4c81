package org.opentws.hsm.token;

import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import org.opentws.hsm.KeyProtection;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.KeyPairTemplate;

/** What is asked of the device for a key: it signs and does nothing else (KM1.1, KM2.1). */
final class KeyTemplates {
  private KeyTemplates() {}

  static KeyPairTemplate pair(String label, KeyAlgorithm algorithm, KeyProtection protection) {
    KeyPairTemplate template =
        new KeyPairTemplate(algorithm.keyType())
            .labels(label)
            .id(TokenObjects.id(label))
            .token(true);
    signsOnly(template.privateKey(), protection);
    template.publicKey().private_(false).verify(true).encrypt(false).wrap(false);
    algorithm.describe(template.publicKey());
    return template;
  }

  private static void signsOnly(AttributeVector privateKey, KeyProtection protection) {
    boolean backup = protection == KeyProtection.BACKUP_UNDER_TRUSTED_KEY;
    privateKey
        .private_(true)
        .sensitive(true)
        .extractable(backup)
        .wrapWithTrusted(backup)
        .sign(true)
        .decrypt(false)
        .unwrap(false)
        .signRecover(false)
        .derive(false);
  }

  /** A private key that comes back from its backup: as protected as it was. */
  static AttributeVector restored(String label, PublicKey publicKey) {
    AttributeVector privateKey =
        AttributeVector.newPrivateKey(KeyAlgorithm.keyType(publicKey))
            .label(label)
            .id(TokenObjects.id(label))
            .token(true);
    signsOnly(privateKey, KeyProtection.BACKUP_UNDER_TRUSTED_KEY);
    return privateKey;
  }

  static AttributeVector publicKey(String label, PublicKey publicKey) {
    AttributeVector template =
        AttributeVector.newPublicKey(KeyAlgorithm.keyType(publicKey))
            .label(label)
            .id(TokenObjects.id(label))
            .token(true)
            .private_(false)
            .verify(true)
            .encrypt(false)
            .wrap(false);
    if (publicKey instanceof RSAPublicKey rsa) {
      return template.modulus(rsa.getModulus()).publicExponent(rsa.getPublicExponent());
    }
    return template.ecParams(EcPoint.parameters(publicKey)).ecPoint(EcPoint.octets(publicKey));
  }
}
