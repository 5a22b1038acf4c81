package org.opentws.hsm.token;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_ALWAYS_SENSITIVE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_DECRYPT;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_DERIVE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_EC_PARAMS;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_EC_POINT;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_EXTRACTABLE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_KEY_TYPE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_LABEL;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_LOCAL;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_MODULUS;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_NEVER_EXTRACTABLE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_PUBLIC_EXPONENT;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_SENSITIVE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_SIGN;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_SIGN_RECOVER;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_UNWRAP;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_VALUE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKA_WRAP_WITH_TRUSTED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKC_X_509;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKK_RSA;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_CERTIFICATE;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_PRIVATE_KEY;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_PUBLIC_KEY;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKO_SECRET_KEY;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.KeyProtection;
import org.xipki.pkcs11.wrapper.AttributeVector;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;

/**
 * The objects of a token, through one session: made, read, destroyed. A key pair and its
 * certificate have one CKA_LABEL, and the label's octets as CKA_ID. Guarded by {@code this},
 * because a PKCS#11 session does one thing at a time.
 */
final class TokenObjects {
  private static final int FOUND_MAX = 10_000;

  private final String tokenLabel;
  private final Session session;

  TokenObjects(String tokenLabel, Session session) {
    this.tokenLabel = tokenLabel;
    this.session = session;
  }

  synchronized List<String> keyLabels() throws PKCS11Exception {
    List<String> labels = new ArrayList<>();
    for (long key : find(new AttributeVector().class_(CKO_PRIVATE_KEY).token(true))) {
      labels.add(session.getStringAttrValue(key, CKA_LABEL));
    }
    return labels;
  }

  synchronized boolean hasKey(String label) throws PKCS11Exception {
    return find(template(CKO_PRIVATE_KEY, label)).length > 0;
  }

  /** Handle of the private key, for use in any session of this login. */
  synchronized long privateKey(String label) throws PKCS11Exception {
    return only(CKO_PRIVATE_KEY, label);
  }

  synchronized KeyFacts keyFacts(String label) throws PKCS11Exception {
    long key = only(CKO_PRIVATE_KEY, label);
    AttributeVector facts =
        session.getAttrValues(
            key,
            CKA_KEY_TYPE,
            CKA_LOCAL,
            CKA_SENSITIVE,
            CKA_EXTRACTABLE,
            CKA_ALWAYS_SENSITIVE,
            CKA_NEVER_EXTRACTABLE,
            CKA_WRAP_WITH_TRUSTED,
            CKA_SIGN,
            CKA_SIGN_RECOVER,
            CKA_DECRYPT,
            CKA_UNWRAP,
            CKA_DERIVE);
    boolean rsa = Objects.equals(facts.keyType(), CKK_RSA);
    AttributeVector kind =
        session.getAttrValues(key, CKA_KEY_TYPE, rsa ? CKA_MODULUS : CKA_EC_PARAMS);
    // What the device does not say counts as the unsafe answer.
    return new KeyFacts(
        label,
        KeyAlgorithm.of(kind),
        Boolean.TRUE.equals(facts.local()),
        Boolean.TRUE.equals(facts.sensitive()),
        !Boolean.FALSE.equals(facts.extractable()),
        Boolean.TRUE.equals(facts.alwaysSensitive()),
        Boolean.TRUE.equals(facts.neverExtractable()),
        Boolean.TRUE.equals(facts.wrapWithTrusted()),
        Boolean.TRUE.equals(facts.sign()),
        Stream.of(facts.signRecover(), facts.decrypt(), facts.unwrap(), facts.derive())
            .noneMatch(Boolean.TRUE::equals));
  }

  synchronized PublicKey publicKey(String label) throws PKCS11Exception, GeneralSecurityException {
    long key = only(CKO_PUBLIC_KEY, label);
    Long type = session.getAttrValues(key, CKA_KEY_TYPE).keyType();
    if (Objects.equals(type, CKK_RSA)) {
      AttributeVector rsa = session.getAttrValues(key, CKA_MODULUS, CKA_PUBLIC_EXPONENT);
      return KeyFactory.getInstance("RSA")
          .generatePublic(new RSAPublicKeySpec(rsa.modulus(), rsa.publicExponent()));
    }
    AttributeVector ec = session.getAttrValues(key, CKA_EC_PARAMS, CKA_EC_POINT);
    return KeyAlgorithm.publicKey(ec.ecParams(), ec.ecPoint());
  }

  /** KM1.1, KM2.1: made in the device, for signing only. */
  synchronized void generate(String label, KeyAlgorithm algorithm, KeyProtection protection)
      throws PKCS11Exception {
    requireFree(label);
    session.generateKeyPair(
        new Mechanism(algorithm.mechanism()), KeyTemplates.pair(label, algorithm, protection));
    // The caller gave up while the device was working: nothing is half done.
    if (Thread.currentThread().isInterrupted()) {
      destroy(label);
    }
  }

  /** A label names one key. */
  synchronized void requireFree(String label) throws PKCS11Exception {
    if (hasKey(label)) {
      throw new HsmUnavailable("token " + tokenLabel + " has a key labelled " + label + " already");
    }
  }

  /** Replaces the certificate that was there. */
  synchronized void storeCertificate(String label, X509Certificate certificate)
      throws PKCS11Exception, GeneralSecurityException {
    if (!Arrays.equals(certificate.getPublicKey().getEncoded(), publicKey(label).getEncoded())) {
      throw new IllegalArgumentException("the certificate is not for the key " + label);
    }
    long[] old = find(template(CKO_CERTIFICATE, label));
    session.createObject(
        AttributeVector.newX509Certificate()
            .token(true)
            .private_(false)
            .label(label)
            .id(id(label))
            .subject(certificate.getSubjectX500Principal().getEncoded())
            .issuer(certificate.getIssuerX500Principal().getEncoded())
            .serialNumber(DerOctets.integer(certificate.getSerialNumber()))
            .value(certificate.getEncoded()));
    for (long object : old) {
      session.destroyObject(object);
    }
  }

  /** The certificate beside a key; empty if it has none yet. */
  synchronized Optional<X509Certificate> certificate(String label)
      throws PKCS11Exception, GeneralSecurityException {
    for (long object : find(template(CKO_CERTIFICATE, label))) {
      byte[] encoded = session.getAttrValues(object, CKA_VALUE).value();
      return Optional.of(
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded)));
    }
    return Optional.empty();
  }

  /** Certificates that have a private key of the same label in this token. */
  synchronized List<StoredCertificate> certificates()
      throws PKCS11Exception, GeneralSecurityException {
    List<String> keys = keyLabels();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<StoredCertificate> found = new ArrayList<>();
    AttributeVector all =
        new AttributeVector().class_(CKO_CERTIFICATE).certificateType(CKC_X_509).token(true);
    for (long object : find(all)) {
      AttributeVector attributes = session.getAttrValues(object, CKA_LABEL, CKA_VALUE);
      String label = attributes.label();
      if (keys.contains(label)) {
        var encoded = new ByteArrayInputStream(attributes.value());
        found.add(
            new StoredCertificate(label, (X509Certificate) factory.generateCertificate(encoded)));
      }
    }
    return found;
  }

  /** KM5.1: the private key goes first: what a failure leaves can no longer sign. */
  synchronized void destroy(String label) throws PKCS11Exception {
    long privateKey = only(CKO_PRIVATE_KEY, label);
    session.destroyObject(privateKey);
    for (long kind : new long[] {CKO_PUBLIC_KEY, CKO_CERTIFICATE}) {
      for (long object : find(template(kind, label))) {
        session.destroyObject(object);
      }
    }
  }

  /**
   * KM5.1: every object of the token goes, whoever made it; keys first. May be done again.
   *
   * @return what was there, for example "private key tls-server"
   */
  synchronized List<String> destroyAll() throws PKCS11Exception {
    List<String> destroyed = new ArrayList<>();
    for (ObjectKind kind : ObjectKind.values()) {
      AttributeVector wanted = new AttributeVector().token(true);
      if (kind != ObjectKind.OTHER) {
        wanted = wanted.class_(kind.value);
      }
      for (long object : find(wanted)) {
        destroyed.add(kind.words + " " + session.getStringAttrValue(object, CKA_LABEL));
        session.destroyObject(object);
      }
    }
    int left = find(new AttributeVector().token(true)).length;
    if (left > 0) {
      throw new HsmUnavailable("token " + tokenLabel + " still has " + left + " objects");
    }
    return destroyed;
  }

  /** In the order in which they are destroyed. */
  private enum ObjectKind {
    PRIVATE_KEY(CKO_PRIVATE_KEY, "private key"),
    SECRET_KEY(CKO_SECRET_KEY, "secret key"),
    PUBLIC_KEY(CKO_PUBLIC_KEY, "public key"),
    CERTIFICATE(CKO_CERTIFICATE, "certificate"),
    OTHER(-1, "object");

    private final long value;
    private final String words;

    ObjectKind(long value, String words) {
      this.value = value;
      this.words = words;
    }
  }

  /** A cheap question that only a living session answers. */
  synchronized void checkAlive() throws PKCS11Exception {
    session.getSessionInfo();
  }

  /** All sessions of this process with the token lose their login. */
  synchronized void logOut() {
    try {
      session.logout();
    } catch (PKCS11Exception e) {
      WrapperLog.ignored(e); // The device has lost us already.
    }
  }

  synchronized void close() throws PKCS11Exception {
    session.closeSession();
  }

  private long only(long kind, String label) throws PKCS11Exception {
    long[] found = find(template(kind, label));
    if (found.length == 1) {
      return found[0];
    }
    throw new HsmUnavailable(
        "token "
            + tokenLabel
            + (found.length == 0 ? " has no key labelled " : " has several keys labelled ")
            + label);
  }

  private long[] find(AttributeVector template) throws PKCS11Exception {
    return session.findObjectsSingle(template, FOUND_MAX);
  }

  private static AttributeVector template(long kind, String label) {
    return new AttributeVector().class_(kind).token(true).id(id(label));
  }

  static byte[] id(String label) {
    return label.getBytes(StandardCharsets.UTF_8);
  }
}
