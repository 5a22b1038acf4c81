package org.opentws.registration;

import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * A parsed PKCS#10 (RFC 2986): the subject's public key, signed by its private key. Nothing else in
 * it becomes part of a certificate: names come from the application, extensions from the profile.
 */
final class Pkcs10 {
  /** Of the decoded object; the largest sensible key needs a tenth. */
  static final int MAX_OCTETS = 64 * 1024;

  /** Base64 grows by a third, PEM adds line ends and two lines. */
  private static final int MAX_CHARACTERS = MAX_OCTETS * 3 / 2;

  private static final Map<String, ASN1ObjectIdentifier> COMPARED =
      Map.of(
          "commonName", BCStyle.CN,
          "givenName", BCStyle.GIVENNAME,
          "surname", BCStyle.SURNAME,
          "serialNumber", BCStyle.SERIALNUMBER,
          "pseudonym", BCStyle.PSEUDONYM,
          "countryName", BCStyle.C,
          "organizationName", BCStyle.O,
          "organizationIdentifier", BCStyle.ORGANIZATION_IDENTIFIER);

  private final Der encoded;
  private final PKCS10CertificationRequest request;
  private final Der publicKey;
  private final Map<String, String> names;

  private Pkcs10(Der encoded, PKCS10CertificationRequest request) throws IOException {
    this.encoded = encoded;
    this.request = request;
    this.publicKey = Der.of(request.getSubjectPublicKeyInfo().getEncoded("DER"));
    this.names = names(request.getSubject());
  }

  /**
   * Reads PEM text or base64 of the DER.
   *
   * @throws RequestRefused REQUEST_TOO_LARGE, MALFORMED_REQUEST
   */
  static Pkcs10 read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new RequestRefused(
          Refusal.REQUEST_TOO_LARGE, "pkcs10 is larger than " + MAX_OCTETS + " octets");
    }
    return read(Der.of(decode(text)));
  }

  /** Reads what was stored, or what {@link #read(String)} decoded. */
  static Pkcs10 read(Der encoded) {
    if (encoded.length() > MAX_OCTETS) {
      throw new RequestRefused(
          Refusal.REQUEST_TOO_LARGE, "pkcs10 is larger than " + MAX_OCTETS + " octets");
    }
    try {
      PKCS10CertificationRequest request = new PKCS10CertificationRequest(encoded.octets());
      // One object has one encoding: with BER or trailing octets the fingerprints of two parties
      // would differ.
      if (!Der.of(request.toASN1Structure().getEncoded("DER")).equals(encoded)) {
        throw new IOException("not DER");
      }
      return new Pkcs10(encoded, request);
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws ClassCast, IllegalState, IllegalArgument, ArrayIndexOutOfBounds.
      throw malformed(e);
    }
  }

  private static byte[] decode(String text) {
    String body = text.strip();
    if (body.startsWith("-----BEGIN")) {
      body =
          body.replaceFirst("^-----BEGIN (NEW )?CERTIFICATE REQUEST-----", "")
              .replaceFirst("-----END (NEW )?CERTIFICATE REQUEST-----$", "");
    }
    try {
      return Base64.getDecoder().decode(body.replaceAll("[ \\t\\r\\n]", ""));
    } catch (IllegalArgumentException e) {
      throw malformed(e);
    }
  }

  private static RequestRefused malformed(Exception cause) {
    return new RequestRefused(
        Refusal.MALFORMED_REQUEST,
        "pkcs10 is neither PEM nor base64 of one DER-encoded PKCS#10",
        cause);
  }

  private static Map<String, String> names(X500Name subject) {
    Map<String, String> found = new LinkedHashMap<>();
    COMPARED.forEach(
        (name, type) -> {
          RDN[] matching = subject.getRDNs(type);
          if (matching.length > 0) {
            found.put(name, IETFUtils.valueToString(firstValue(matching[0], type)));
          }
        });
    return Map.copyOf(found);
  }

  private static ASN1Encodable firstValue(RDN rdn, ASN1ObjectIdentifier type) {
    for (var attribute : rdn.getTypesAndValues()) {
      if (attribute.getType().equals(type)) {
        return attribute.getValue();
      }
    }
    throw new IllegalStateException("getRDNs gave an RDN without the type");
  }

  Der encoded() {
    return encoded;
  }

  PKCS10CertificationRequest request() {
    return request;
  }

  /** SubjectPublicKeyInfo. */
  Der publicKey() {
    return publicKey;
  }

  Der publicKeySha256() {
    return Der.of(Sha256.of(publicKey.octets()));
  }

  /**
   * The signer of the PKCS#10 may say in it for whom it is; compared with the application, nobody
   * can hand in a request that was signed for somebody else (R1.2).
   *
   * @throws RequestRefused PROOF_OF_POSSESSION_FAILED, naming the attribute
   */
  void requireSameSubject(Map<String, String> subject) {
    names.forEach(
        (name, value) -> {
          String applied = subject.get(name);
          if (applied != null && !applied.equals(value)) {
            throw new RequestRefused(
                Refusal.PROOF_OF_POSSESSION_FAILED,
                "the PKCS#10 was signed for another " + name + " than the application's");
          }
        });
  }
}
