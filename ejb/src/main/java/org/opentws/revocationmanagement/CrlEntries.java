package org.opentws.revocationmanagement;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.store.CertificateState;

/**
 * Encodes the lines of a CRL (RFC 5280, 5.3): serial number, time, reason and invalidity date
 * (RM2.2b-d). Nothing of a line is kept, but the last times, which come again.
 */
final class CrlEntries {
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int ENUMERATED = 0x0A;
  private static final int SEQUENCE = 0x30;
  private static final byte[] REASON_CODE = {0x06, 3, 0x55, 0x1D, 21};
  private static final byte[] INVALIDITY_DATE = {0x06, 3, 0x55, 0x1D, 24};

  private final DerBackwards out = new DerBackwards();
  private final CrlTime times = new CrlTime();

  /** Extension of the next entry; RFC 5280, 5.3.3: those after it are of the same issuer. */
  private byte[] certificateIssuer;

  /**
   * Begins a list.
   *
   * @param issuer of the listed certificates, if another CA signs the list
   */
  CrlEntries(Optional<X500Name> issuer) {
    certificateIssuer = issuer.map(CrlEntries::extension).orElse(new byte[0]);
  }

  private static byte[] extension(X500Name issuer) {
    try {
      byte[] names = new GeneralNames(new GeneralName(issuer)).getEncoded();
      return new Extension(Extension.certificateIssuer, true, names).getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("a name cannot be encoded", e);
    }
  }

  /** The line of one certificate; one that is good again is to be removed (delta CRLs only). */
  byte[] encoded(CertificateStatus row) {
    out.clear();
    int reason = reason(row);
    if (reason != CRLReason.unspecified
        || row.invalidityDate().isPresent()
        || certificateIssuer.length > 0) {
      out.octets(certificateIssuer);
      certificateIssuer = new byte[0];
      row.invalidityDate().ifPresent(this::invalidityDate);
      // RFC 5280, 5.3.1: unspecified is said by saying nothing.
      if (reason != CRLReason.unspecified) {
        reasonCode(reason);
      }
      out.header(SEQUENCE, 0);
    }
    Instant changedAt =
        row.changedAt().orElseThrow(() -> new IllegalStateException("a change without its time"));
    out.octets(times.of(changedAt));
    int mark = out.length();
    out.octets(row.serial().value().toByteArray()).header(INTEGER, mark);
    return out.header(SEQUENCE, 0).toByteArray();
  }

  private static int reason(CertificateStatus row) {
    return row.state() == CertificateState.GOOD
        ? CRLReason.removeFromCRL
        : row.reason().orElse(CRLReason.unspecified);
  }

  private void reasonCode(int reason) {
    int mark = out.length();
    out.octets(new byte[] {(byte) reason}).header(ENUMERATED, mark).header(OCTET_STRING, mark);
    out.octets(REASON_CODE).header(SEQUENCE, mark);
  }

  private void invalidityDate(Instant date) {
    int mark = out.length();
    out.octets(CrlTime.generalized(date)).header(OCTET_STRING, mark);
    out.octets(INVALIDITY_DATE).header(SEQUENCE, mark);
  }
}
