package org.opentws.audit.alarm;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.util.BigIntegers;
import org.opentws.audit.CheckpointSignature;
import org.opentws.audit.format.SignedNote;
import org.opentws.value.Sha256;

/** Header fields of a signed POST: RFC 9421 with ecdsa-p256-sha256, and RFC 9530 for the body. */
final class SignedRequest {
  private static final String CONTENT_TYPE = "application/json";
  private static final String COVERED =
      "(\"@method\" \"@target-uri\" \"content-type\" \"content-digest\")";
  private static final int P256_OCTETS = 32;

  /** Signs the base of RFC 9421, 2.5. */
  interface Signer {
    CheckpointSignature sign(byte[] base) throws SinkFailed;
  }

  private final URI target;
  private final String digest;
  private final long created;

  SignedRequest(URI target, byte[] body, long created) {
    this.target = target;
    this.digest = "sha-256=:" + Base64.getEncoder().encodeToString(Sha256.of(body)) + ":";
    this.created = created;
  }

  Map<String, String> headers(Signer signer) throws SinkFailed {
    // The key's id stands in what is signed, so the key must be known first.
    String keyId = keyId(signer.sign(base("").getBytes(StandardCharsets.UTF_8)));
    CheckpointSignature signature = signer.sign(base(keyId).getBytes(StandardCharsets.UTF_8));
    if (!keyId(signature).equals(keyId)) {
      throw new SinkFailed("webhook: the audit key was changed at this moment");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", CONTENT_TYPE);
    headers.put("Content-Digest", digest);
    headers.put("Signature-Input", "alarm=" + parameters(keyId));
    String value = Base64.getEncoder().encodeToString(raw(signature.value().octets()));
    headers.put("Signature", "alarm=:" + value + ":");
    return headers;
  }

  private String parameters(String keyId) {
    return COVERED
        + ";created="
        + created
        + ";keyid=\""
        + keyId
        + "\";alg=\"ecdsa-p256-sha256\";tag=\"opentws-alarm\"";
  }

  private String base(String keyId) {
    return "\"@method\": POST\n\"@target-uri\": "
        + target
        + "\n\"content-type\": "
        + CONTENT_TYPE
        + "\n\"content-digest\": "
        + digest
        + "\n\"@signature-params\": "
        + parameters(keyId);
  }

  private static String keyId(CheckpointSignature signature) {
    byte[] id = SignedNote.ecdsaKeyId(signature.subjectPublicKeyInfo().octets()).octets();
    return HexFormat.of().formatHex(id);
  }

  /** RFC 9421, 3.3.4 wants r and s side by side, devices give them in DER. */
  private static byte[] raw(byte[] der) {
    ASN1Sequence both = ASN1Sequence.getInstance(der);
    byte[] raw = new byte[2 * P256_OCTETS];
    BigInteger r = ASN1Integer.getInstance(both.getObjectAt(0)).getPositiveValue();
    BigInteger s = ASN1Integer.getInstance(both.getObjectAt(1)).getPositiveValue();
    BigIntegers.asUnsignedByteArray(r, raw, 0, P256_OCTETS);
    BigIntegers.asUnsignedByteArray(s, raw, P256_OCTETS, P256_OCTETS);
    return raw;
  }
}
