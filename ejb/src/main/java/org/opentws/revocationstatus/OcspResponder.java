package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.ocsp.BasicOCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPResponse;
import org.bouncycastle.asn1.ocsp.OCSPResponseStatus;
import org.bouncycastle.asn1.ocsp.ResponderID;
import org.bouncycastle.asn1.ocsp.ResponseBytes;
import org.bouncycastle.asn1.ocsp.ResponseData;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.jspecify.annotations.Nullable;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/** Encodes and signs OCSP responses with the CA's delegated OCSP key (RS2.1; RFC 6960, 4.2). */
@ApplicationScoped
public class OcspResponder {
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
          "Ed25519");

  @Inject KeyUse keyUse;

  private volatile @Nullable Prepared prepared;

  /** What is the same in each response of one key. */
  private record Prepared(
      UsableKey key, ResponderID id, AlgorithmIdentifier algorithm, DERSequence certificates) {}

  /**
   * Signs a successful response for one CA.
   *
   * @param extensions of the response, for example the nonce
   * @throws ServiceUnavailable DEVICE or KEY
   */
  Der respond(
      String ca, Instant producedAt, List<SingleResponse> singles, List<Extension> extensions) {
    Prepared with = prepare(keyUse.active(KeyPurpose.OCSP_SIGNING, ca));
    try {
      ResponseData tbs =
          new ResponseData(
              with.id(),
              new ASN1GeneralizedTime(Date.from(producedAt)),
              new DERSequence(singles.toArray(new SingleResponse[0])),
              extensions.isEmpty() ? null : new Extensions(extensions.toArray(new Extension[0])));
      byte[] signature = keyUse.sign(with.key(), tbs.getEncoded(ASN1Encoding.DER));
      BasicOCSPResponse basic =
          new BasicOCSPResponse(
              tbs, with.algorithm(), new DERBitString(signature), with.certificates());
      OCSPResponse response =
          new OCSPResponse(
              new OCSPResponseStatus(OCSPResponseStatus.SUCCESSFUL),
              new ResponseBytes(
                  OCSPObjectIdentifiers.id_pkix_ocsp_basic,
                  new DEROctetString(basic.getEncoded(ASN1Encoding.DER))));
      return Der.of(response.getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException("an OCSP response cannot be encoded", e);
    }
  }

  private Prepared prepare(UsableKey key) {
    Prepared last = prepared;
    if (last != null && last.key().equals(key)) {
      return last;
    }
    if (!SUITABLE.contains(key.algorithm())) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.KEY, "the OCSP key's algorithm is not suitable (RS2.2)");
    }
    try {
      Certificate certificate = Certificate.getInstance(key.certificate().octets());
      byte[] publicKey = certificate.getSubjectPublicKeyInfo().getPublicKeyData().getOctets();
      // RFC 6960, 4.2.1: KeyHash is SHA-1; it identifies, it does not protect.
      byte[] keyHash = MessageDigest.getInstance("SHA-1").digest(publicKey);
      ASN1EncodableVector certificates = new ASN1EncodableVector();
      certificates.add(certificate);
      Prepared made =
          new Prepared(
              key,
              new ResponderID(new DEROctetString(keyHash)),
              new DefaultSignatureAlgorithmIdentifierFinder().find(key.algorithm()),
              new DERSequence(certificates));
      prepared = made;
      return made;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-1", e);
    }
  }

  /** RFC 6960, 4.4.8: a never-issued certificate is answered as revoked. */
  static Extension extendedRevoke() {
    try {
      return new Extension(
          OCSPObjectIdentifiers.id_pkix_ocsp.branch("9"), false, DERNull.INSTANCE.getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The response's nonce extension, with the octets of the request's. */
  static List<Extension> withNonce(Optional<Extension> nonce) {
    return nonce
        .map(
            asked ->
                List.of(
                    new Extension(
                        OCSPObjectIdentifiers.id_pkix_ocsp_nonce, false, asked.getExtnValue())))
        .orElse(List.of());
  }
}
