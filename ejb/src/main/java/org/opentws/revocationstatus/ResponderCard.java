package org.opentws.revocationstatus;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.UsableKey;
import org.opentws.value.Der;

/**
 * What is the same in each response of one responder key, encoded once (RS2.1; RFC 6960, 4.2.1).
 *
 * @param responderId byKey
 * @param algorithm AlgorithmIdentifier of its signatures
 * @param certificates the whole field certs
 */
record ResponderCard(UsableKey key, Der responderId, Der algorithm, Der certificates) {
  /** RS2.2, ETSI TS 119 312: what may sign, whatever a request prefers. */
  private static final Set<String> SUITABLE =
      Set.of(
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA",
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "SHA256withRSAandMGF1",
          "SHA384withRSAandMGF1",
          "SHA512withRSAandMGF1",
          "Ed25519",
          "Ed448");

  private static final int RESPONDER_BY_KEY = 2;

  /** responseStatus successful. */
  private static final byte[] SUCCESSFUL = {0x0A, 1, 0};

  /**
   * Reads a key's certificate.
   *
   * @throws ServiceUnavailable KEY if its algorithm is not suitable (RS2.2)
   */
  static ResponderCard of(UsableKey key) {
    if (!SUITABLE.contains(key.algorithm())) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.KEY, "the OCSP key's algorithm is not suitable (RS2.2)");
    }
    byte[] certificate = key.certificate().octets();
    byte[] algorithm = algorithm(key.algorithm());
    return new ResponderCard(
        key,
        Der.of(
            new DerWriter()
                .element(DerWriter.OCTET_STRING, keyHash(certificate))
                .header(DerWriter.explicit(RESPONDER_BY_KEY), 0)
                .toByteArray()),
        Der.of(algorithm),
        Der.of(
            new DerWriter()
                .octets(certificate)
                .header(DerWriter.SEQUENCE, 0)
                .header(DerWriter.explicit(0), 0)
                .toByteArray()));
  }

  private static byte[] algorithm(String name) {
    try {
      return new DefaultSignatureAlgorithmIdentifierFinder()
          .find(name)
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalStateException("an algorithm identifier cannot be encoded", e);
    }
  }

  /** RFC 6960, 4.2.1: KeyHash is SHA-1; it identifies, it does not protect. */
  private static byte[] keyHash(byte[] certificate) {
    try {
      return MessageDigest.getInstance("SHA-1")
          .digest(
              Certificate.getInstance(certificate)
                  .getSubjectPublicKeyInfo()
                  .getPublicKeyData()
                  .getOctets());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  /**
   * DER of the ResponseData, which is signed.
   *
   * @param producedAt DER
   * @param singles SingleResponses in their order
   * @param extensions of the response, for example the nonce
   */
  byte[] responseData(byte[] producedAt, List<Der> singles, List<Der> extensions) {
    DerWriter out = new DerWriter();
    if (!extensions.isEmpty()) {
      write(out, extensions);
      out.header(DerWriter.SEQUENCE, 0).header(DerWriter.explicit(1), 0);
    }
    int mark = out.mark();
    write(out, singles);
    return out.header(DerWriter.SEQUENCE, mark)
        .octets(producedAt)
        .octets(responderId.octets())
        .header(DerWriter.SEQUENCE, 0)
        .toByteArray();
  }

  private static void write(DerWriter out, List<Der> elements) {
    for (int i = elements.size() - 1; i >= 0; i--) {
      out.octets(elements.get(i).octets());
    }
  }

  /** DER of the whole OCSPResponse. */
  Der response(byte[] responseData, byte[] signature) {
    DerWriter out = new DerWriter().octets(certificates.octets());
    int mark = out.mark();
    out.octets(signature).octet(0).header(DerWriter.BIT_STRING, mark);
    out.octets(algorithm.octets()).octets(responseData).header(DerWriter.SEQUENCE, 0);
    out.header(DerWriter.OCTET_STRING, 0).octets(BASIC).header(DerWriter.SEQUENCE, 0);
    out.header(DerWriter.explicit(0), 0).octets(SUCCESSFUL).header(DerWriter.SEQUENCE, 0);
    return Der.of(out.toByteArray());
  }

  private static final byte[] BASIC = basic();

  private static byte[] basic() {
    try {
      return OCSPObjectIdentifiers.id_pkix_ocsp_basic.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("an object identifier cannot be encoded", e);
    }
  }
}
