package org.opentws.revocationstatus;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.isismtt.ISISMTTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.Der;

/**
 * Encodes the status of single certificates (RFC 6960, 4.2.1).
 *
 * @param thisUpdate DER of the time taken before the status was read, so that it is never newer
 *     than the status
 * @param nextUpdate DER
 */
record SingleResponses(Der thisUpdate, Der nextUpdate) {
  private static final byte[] GOOD = {(byte) 0x80, 0};
  private static final byte[] UNKNOWN = {(byte) 0x82, 0};
  private static final byte[] ARCHIVE_CUTOFF =
      encoded(OCSPObjectIdentifiers.id_pkix_ocsp_archive_cutoff);
  private static final byte[] INVALIDITY_DATE = encoded(Extension.invalidityDate);

  /** Common PKI, part 4: the certificate that was asked for by retrieveIfAllowed. */
  private static final byte[] REQUESTED_CERTIFICATE =
      encoded(ISISMTTObjectIdentifiers.id_isismtt_at_requestedCertificate);

  static SingleResponses of(Instant thisUpdate, Instant nextUpdate) {
    return new SingleResponses(
        Der.of(DerTime.element(thisUpdate)), Der.of(DerTime.element(nextUpdate)));
  }

  /**
   * For a certificate that was issued. A suspended one is revoked with reason certificateHold.
   *
   * @param enclosed the certificate, if it was asked for and may be had
   */
  Der of(Der certId, CertificateStatus status, ServedCa ca, Optional<Der> enclosed) {
    List<byte[]> extensions = new ArrayList<>();
    enclosed.ifPresent(
        certificate -> extensions.add(extension(REQUESTED_CERTIFICATE, certificate.octets())));
    // Status is kept beyond expiry, since the CA began (EN 319 411-1, 6.3.10; RFC 6960, 4.4.4).
    extensions.add(extension(ARCHIVE_CUTOFF, DerTime.element(ca.notBefore())));
    if (status.state() == CertificateState.GOOD) {
      return single(certId, GOOD, extensions);
    }
    status
        .invalidityDate()
        .ifPresent(date -> extensions.add(extension(INVALIDITY_DATE, DerTime.element(date))));
    Instant changedAt =
        status.changedAt().orElseThrow(() -> new StatusNotTrusted("a change without its time"));
    return single(certId, revoked(changedAt, status.reason()), extensions);
  }

  /** For a serial number that was never issued, or a CA that this responder does not speak for. */
  Der unknown(Der certId) {
    return single(certId, UNKNOWN, List.of());
  }

  /** RFC 6960, 2.2: revoked on hold since 1970; the response carries extended-revoke. */
  Der neverIssued(Der certId) {
    byte[] status = revoked(Instant.EPOCH, Optional.of(CRLReason.certificateHold));
    return single(certId, status, List.of());
  }

  private static byte[] revoked(Instant since, Optional<Integer> reason) {
    DerWriter out = new DerWriter();
    // RFC 5280, 5.3.1: unspecified is said by saying nothing.
    reason
        .filter(code -> code != CRLReason.unspecified)
        .ifPresent(
            code -> {
              int mark = out.mark();
              out.element(DerWriter.ENUMERATED, new byte[] {code.byteValue()});
              out.header(DerWriter.explicit(0), mark);
            });
    return out.octets(DerTime.element(since)).header(DerWriter.explicit(1), 0).toByteArray();
  }

  private Der single(Der certId, byte[] status, List<byte[]> extensions) {
    DerWriter out = new DerWriter();
    if (!extensions.isEmpty()) {
      for (int i = extensions.size() - 1; i >= 0; i--) {
        out.octets(extensions.get(i));
      }
      out.header(DerWriter.SEQUENCE, 0).header(DerWriter.explicit(1), 0);
    }
    int mark = out.mark();
    out.octets(nextUpdate.octets()).header(DerWriter.explicit(0), mark);
    out.octets(thisUpdate.octets()).octets(status).octets(certId.octets());
    return Der.of(out.header(DerWriter.SEQUENCE, 0).toByteArray());
  }

  private static byte[] extension(byte[] oid, byte[] value) {
    return new DerWriter()
        .element(DerWriter.OCTET_STRING, value)
        .octets(oid)
        .header(DerWriter.SEQUENCE, 0)
        .toByteArray();
  }

  private static byte[] encoded(ASN1ObjectIdentifier oid) {
    try {
      return oid.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("an object identifier cannot be encoded", e);
    }
  }
}
