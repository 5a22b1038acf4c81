package org.opentws.revocationstatus;

import org.opentws.value.Der;

/** The unsuccessful answers of RFC 6960, 4.2.1, that this service gives; none is signed. */
enum OcspFailure {
  MALFORMED_REQUEST(1),
  INTERNAL_ERROR(2),
  TRY_LATER(3),
  SIG_REQUIRED(5),
  UNAUTHORIZED(6);

  private static final byte SEQUENCE = 0x30;
  private static final byte ENUMERATED = 0x0A;

  private final Der response;

  OcspFailure(int code) {
    this.response = Der.of(new byte[] {SEQUENCE, 3, ENUMERATED, 1, (byte) code});
  }

  /** DER of the whole OCSPResponse. */
  Der response() {
    return response;
  }
}
