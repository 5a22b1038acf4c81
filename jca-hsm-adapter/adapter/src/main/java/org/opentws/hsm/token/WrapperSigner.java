package org.opentws.hsm.token;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.xipki.pkcs11.wrapper.Mechanism;
import org.xipki.pkcs11.wrapper.PKCS11Constants;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.Token;

/**
 * Signs past SunPKCS11, which sees no key without a certificate and knows neither Edwards nor
 * Brainpool curves.
 */
final class WrapperSigner {
  private static final String ECDSA = "withECDSA";

  /** The caller has hashed already. */
  private static final String ON_A_HASH = "NONEwithECDSA";

  private static final Set<String> EDDSA = Set.of("Ed25519", "Ed448");

  private static final Map<String, Long> RSA_MECHANISMS =
      Map.of(
          "SHA256withRSA", PKCS11Constants.CKM_SHA256_RSA_PKCS,
          "SHA384withRSA", PKCS11Constants.CKM_SHA384_RSA_PKCS,
          "SHA512withRSA", PKCS11Constants.CKM_SHA512_RSA_PKCS);

  private static final Map<String, String> DIGESTS =
      Map.of("SHA256", "SHA-256", "SHA384", "SHA-384", "SHA512", "SHA-512");

  private WrapperSigner() {}

  /**
   * @throws IllegalArgumentException the algorithm is none that such a key signs with
   */
  static byte[] sign(Token token, long key, String algorithm, byte[] data)
      throws PKCS11Exception, NoSuchAlgorithmException {
    Session session = token.openSession(false);
    try {
      if (EDDSA.contains(algorithm)) {
        return session.signSingle(new Mechanism(PKCS11Constants.CKM_EDDSA), key, data);
      }
      Long rsa = RSA_MECHANISMS.get(algorithm);
      return rsa == null
          ? ecdsa(session, key, algorithm, data)
          : session.signSingle(new Mechanism(rsa), key, data);
    } finally {
      session.closeSession();
    }
  }

  private static byte[] ecdsa(Session session, long key, String algorithm, byte[] data)
      throws PKCS11Exception, NoSuchAlgorithmException {
    if (algorithm.equals(ON_A_HASH)) {
      return onHash(session, key, data);
    }
    String digest =
        algorithm.endsWith(ECDSA)
            ? DIGESTS.get(algorithm.substring(0, algorithm.length() - ECDSA.length()))
            : null;
    if (digest == null) {
      throw new IllegalArgumentException("this key does not sign with " + algorithm);
    }
    return onHash(session, key, MessageDigest.getInstance(digest).digest(data));
  }

  private static byte[] onHash(Session session, long key, byte[] hash) throws PKCS11Exception {
    byte[] plain = session.signSingle(new Mechanism(PKCS11Constants.CKM_ECDSA), key, hash);
    // PKCS#11 gives r and s side by side; everybody else wants them in DER (RFC 3279, 2.2.3).
    int half = plain.length / 2;
    return DerOctets.sequence(
        DerOctets.integer(new BigInteger(1, Arrays.copyOf(plain, half))),
        DerOctets.integer(new BigInteger(1, Arrays.copyOfRange(plain, half, plain.length))));
  }
}
