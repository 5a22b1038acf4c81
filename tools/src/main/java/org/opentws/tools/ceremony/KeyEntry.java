package org.opentws.tools.ceremony;

import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.security.interfaces.RSAKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.opentws.hsm.KeyFacts;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.value.Sha256;

/** What the report says of a key (CG4.1b). */
final class KeyEntry {
  private static final int ED448_BITS = 456;
  private static final int ED25519_BITS = 256;

  private KeyEntry() {}

  static Map<String, Object> of(TokenAccess token, String label) {
    KeyFacts facts = token.keyFacts(label);
    PublicKey publicKey = token.publicKey(label);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", label);
    entry.put("token", token.deviceFacts().tokenLabel());
    entry.put("algorithm", facts.keyType());
    entry.put("bits", bits(publicKey));
    entry.put("publicKeySha256", Sha256.hex(publicKey.getEncoded()));
    entry.put("settings", facts);
    return entry;
  }

  private static int bits(PublicKey key) {
    if (key instanceof RSAKey rsa) {
      return rsa.getModulus().bitLength();
    }
    if (key instanceof ECKey ec) {
      return ec.getParams().getOrder().bitLength();
    }
    if (key instanceof EdECKey edwards) {
      return edwards.getParams().getName().equals("Ed448") ? ED448_BITS : ED25519_BITS;
    }
    throw new CeremonyFailure("KM1.5: a key of type " + key.getAlgorithm() + " is for nothing");
  }
}
