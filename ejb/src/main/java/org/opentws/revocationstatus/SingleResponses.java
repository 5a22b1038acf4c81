package org.opentws.revocationstatus;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.CertStatus;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.RevokedInfo;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.Extensions;
import org.opentws.revocationstatus.store.CertificateState;

/**
 * Encodes the status of single certificates (RFC 6960, 4.2.1).
 *
 * @param thisUpdate taken before the status was read, so that it is never newer than the status
 */
record SingleResponses(Instant thisUpdate, Instant nextUpdate) {
  private static final int UNKNOWN = 2;

  /** For a certificate that was issued. A suspended one is revoked with reason certificateHold. */
  SingleResponse of(CertID certId, CertificateStatus status, ServedCa ca) {
    List<Extension> extensions = new ArrayList<>();
    // Status is kept beyond expiry, since the CA began (EN 319 411-1, 6.3.10; RFC 6960, 4.4.4).
    extensions.add(
        extension(OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff, time(ca.notBefore())));
    if (status.state() == CertificateState.GOOD) {
      return single(certId, new CertStatus(), extensions);
    }
    status
        .invalidityDate()
        .ifPresent(date -> extensions.add(extension(Extension.invalidityDate, time(date))));
    Instant changedAt =
        status.changedAt().orElseThrow(() -> new StatusNotTrusted("a change without its time"));
    return single(certId, revoked(changedAt, status.reason()), extensions);
  }

  /** For a serial number that was never issued, or a CA that this responder does not speak for. */
  SingleResponse unknown(CertID certId) {
    return single(certId, new CertStatus(UNKNOWN, DERNull.INSTANCE), List.of());
  }

  /** RFC 6960, 2.2: revoked on hold since 1970; the response carries extended-revoke. */
  SingleResponse neverIssued(CertID certId) {
    CertStatus status = revoked(Instant.EPOCH, Optional.of(CRLReason.certificateHold));
    return single(certId, status, List.of());
  }

  private static CertStatus revoked(Instant since, Optional<Integer> reason) {
    // RFC 5280, 5.3.1: unspecified is said by saying nothing.
    CRLReason said =
        reason.filter(code -> code != CRLReason.unspecified).map(CRLReason::lookup).orElse(null);
    return new CertStatus(new RevokedInfo(time(since), said));
  }

  private SingleResponse single(CertID certId, CertStatus status, List<Extension> extensions) {
    return new SingleResponse(
        certId,
        status,
        time(thisUpdate),
        time(nextUpdate),
        extensions.isEmpty() ? null : new Extensions(extensions.toArray(new Extension[0])));
  }

  private static ASN1GeneralizedTime time(Instant instant) {
    return new ASN1GeneralizedTime(Date.from(instant));
  }

  private static Extension extension(ASN1ObjectIdentifier oid, ASN1Encodable value) {
    try {
      return new Extension(oid, false, value.toASN1Primitive().getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("an extension cannot be encoded", e);
    }
  }
}
