package org.opentws.revocationstatus;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1Boolean;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.isismtt.ISISMTTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPRequest;
import org.bouncycastle.asn1.ocsp.Request;
import org.bouncycastle.asn1.ocsp.TBSRequest;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;
import org.opentws.value.DerStructure;

/**
 * What an OCSP request asks (RFC 6960, 4.1).
 *
 * @param certificates in the order asked
 * @param nonce the nonce extension, to be repeated as it is (RFC 9654)
 */
record OcspQuestion(List<AskedCertificate> certificates, Optional<Extension> nonce) {
  private static final int MAX_CERT_IDS = 16;
  private static final int MAX_DEPTH = 24;

  /** RFC 9654, 2.1. */
  private static final int MAX_NONCE_OCTETS = 128;

  private static final ASN1ObjectIdentifier PREFERRED_SIGNATURE_ALGORITHMS =
      OCSPObjectIdentifiers.id_pkix_ocsp.branch("8");

  /** Common PKI, part 4: retrieveIfAllowed, a BOOLEAN in the request for one certificate. */
  static final ASN1ObjectIdentifier RETRIEVE_IF_ALLOWED =
      ISISMTTObjectIdentifiers.id_isismtt_at_retrieveIfAllowed;

  /**
   * Critical or not, these are understood; any other critical extension makes the request refused.
   */
  private static final Set<ASN1ObjectIdentifier> UNDERSTOOD =
      Set.of(
          OCSPObjectIdentifiers.id_pkix_ocsp_nonce,
          OCSPObjectIdentifiers.id_pkix_ocsp_response,
          PREFERRED_SIGNATURE_ALGORITHMS,
          RETRIEVE_IF_ALLOWED);

  /**
   * Reads a request.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static OcspQuestion parse(Der request) {
    byte[] octets = request.octets();
    if (octets.length > OcspCall.MAX_OCTETS || !DerStructure.isSound(octets, MAX_DEPTH)) {
      throw malformed("not one DER element of acceptable size", null);
    }
    try {
      return read(OCSPRequest.getInstance(ASN1Primitive.fromByteArray(octets)).getTbsRequest());
    } catch (IOException
        | IllegalArgumentException
        | IllegalStateException
        | ClassCastException
        | NullPointerException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      throw malformed("not an OCSPRequest", e);
    }
  }

  private static OcspQuestion read(TBSRequest tbs) throws IOException {
    if (tbs.getVersion().intValueExact() != 0) {
      throw malformed("only version 1 is known", null);
    }
    ASN1Sequence requests = tbs.getRequestList();
    if (requests.size() < 1 || requests.size() > MAX_CERT_IDS) {
      throw malformed("1 to " + MAX_CERT_IDS + " certificates may be asked at once", null);
    }
    List<AskedCertificate> certificates = new ArrayList<>(requests.size());
    for (ASN1Encodable element : requests) {
      Request single = Request.getInstance(element);
      requireUnderstood(single.getSingleRequestExtensions());
      boolean enclose = asksForCertificate(single.getSingleRequestExtensions());
      certificates.add(AskedCertificate.of(single.getReqCert(), enclose));
    }
    Extensions extensions = tbs.getRequestExtensions();
    requireUnderstood(extensions);
    return new OcspQuestion(List.copyOf(certificates), nonce(extensions));
  }

  /** Whether others may get the same answer: it is about one status and for nobody alone. */
  boolean isCommon() {
    return certificates.size() == 1 && nonce.isEmpty() && !certificates.get(0).enclose();
  }

  private static boolean asksForCertificate(@Nullable Extensions extensions) {
    Extension asked = extensions == null ? null : extensions.getExtension(RETRIEVE_IF_ALLOWED);
    return asked != null && ASN1Boolean.getInstance(asked.getParsedValue()).isTrue();
  }

  private static Optional<Extension> nonce(@Nullable Extensions extensions) {
    Extension nonce =
        extensions == null
            ? null
            : extensions.getExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nonce);
    if (nonce == null) {
      return Optional.empty();
    }
    int length = ASN1OctetString.getInstance(nonce.getParsedValue()).getOctetsLength();
    if (length < 1 || length > MAX_NONCE_OCTETS) {
      throw malformed("a nonce has 1 to " + MAX_NONCE_OCTETS + " octets", null);
    }
    return Optional.of(nonce);
  }

  private static void requireUnderstood(@Nullable Extensions extensions) {
    if (extensions == null) {
      return;
    }
    for (ASN1ObjectIdentifier critical : extensions.getCriticalExtensionOIDs()) {
      if (!UNDERSTOOD.contains(critical)) {
        throw malformed("critical extension " + critical + " is not understood", null);
      }
    }
  }

  private static RequestRefused malformed(String detail, @Nullable Exception cause) {
    return cause == null
        ? new RequestRefused(Refusal.MALFORMED_REQUEST, detail)
        : new RequestRefused(Refusal.MALFORMED_REQUEST, detail, cause);
  }
}
