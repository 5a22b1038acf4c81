package org.opentws.timestamping;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cms.CMSAttributes;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/** The digest that goes with a signature algorithm. */
final class SignerAlgorithms {
  private static final Map<String, ASN1ObjectIdentifier> DIGESTS =
      Map.of(
          "SHA256", NISTObjectIdentifiers.id_sha256,
          "SHA384", NISTObjectIdentifiers.id_sha384,
          "SHA512", NISTObjectIdentifiers.id_sha512);

  private final String digestName;
  private final ASN1ObjectIdentifier digestId;
  private final byte[] messageDigestType;

  private SignerAlgorithms(String digestName, ASN1ObjectIdentifier digestId) {
    this.digestName = digestName;
    this.digestId = digestId;
    try {
      this.messageDigestType = CMSAttributes.messageDigest.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("an object identifier cannot be encoded", e);
    }
  }

  /**
   * Of a JCA signature algorithm such as SHA256withECDSA.
   *
   * @throws IllegalStateException for one that tokens are not signed with (TS4.5)
   */
  static SignerAlgorithms of(String signatureAlgorithm) {
    // RFC 8419, 3: Ed25519 goes with SHA-512.
    String digest =
        signatureAlgorithm.equals("Ed25519") ? "SHA512" : signatureAlgorithm.split("with", 2)[0];
    ASN1ObjectIdentifier id = DIGESTS.get(digest);
    if (id == null) {
      throw new IllegalStateException("tokens are not signed with " + signatureAlgorithm);
    }
    return new SignerAlgorithms("SHA-" + digest.substring("SHA".length()), id);
  }

  ASN1ObjectIdentifier digestId() {
    return digestId;
  }

  byte[] messageDigestType() {
    return messageDigestType;
  }

  byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance(digestName).digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has " + digestName, e);
    }
  }
}
