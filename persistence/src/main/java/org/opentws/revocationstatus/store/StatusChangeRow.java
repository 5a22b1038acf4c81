package org.opentws.revocationstatus.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.opentws.value.SerialNumber;

/**
 * One entry of the append-only log of changes.
 *
 * @param reason CRLReason code, present unless GOOD
 * @param changedAt when the state took effect, whole seconds
 */
public record StatusChangeRow(
    long sequence,
    String issuer,
    SerialNumber serial,
    CertificateState state,
    Optional<Integer> reason,
    Instant changedAt,
    Optional<Instant> invalidityDate) {

  public CertificateName certificate() {
    return new CertificateName(issuer, serial);
  }

  /** Its one form under seals, a line a field: nothing can be moved from one field to the next. */
  public byte[] canonical() {
    return String.join(
            "\n",
            "OpenTWS status change",
            Long.toString(sequence),
            issuer,
            serial.hex(),
            state.name(),
            reason.map(code -> Integer.toString(code)).orElse("-"),
            Long.toString(changedAt.getEpochSecond()),
            invalidityDate.map(date -> Long.toString(date.getEpochSecond())).orElse("-"),
            "")
        .getBytes(StandardCharsets.UTF_8);
  }
}
