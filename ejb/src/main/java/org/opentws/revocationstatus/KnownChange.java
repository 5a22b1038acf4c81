package org.opentws.revocationstatus;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.Sha256;

/**
 * The last change of a certificate, as far as a node keeps it in memory.
 *
 * @param content state in the lowest two bits, above them a hash of reason and dates
 */
record KnownChange(long sequence, long content) {
  private static final long STATE_BITS = 3;

  static KnownChange of(StatusChangeRow change) {
    return new KnownChange(
        change.sequence(),
        content(
            change.state(),
            change.reason(),
            Optional.of(change.changedAt()),
            change.invalidityDate()));
  }

  static KnownChange of(StatusRow row) {
    return new KnownChange(
        row.changeSequence(),
        content(row.state(), row.reason(), row.changedAt(), row.invalidityDate()));
  }

  CertificateState state() {
    return CertificateState.values()[(int) (content & STATE_BITS)];
  }

  /** Whether a row of the status database is what this change made of it (RS1.3). */
  boolean agreesWith(StatusRow row) {
    return equals(of(row));
  }

  private static long content(
      CertificateState state,
      Optional<Integer> reason,
      Optional<Instant> changedAt,
      Optional<Instant> invalidityDate) {
    ByteBuffer fields = ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES);
    fields.putInt(reason.orElse(-1));
    fields.putLong(changedAt.map(Instant::getEpochSecond).orElse(Long.MIN_VALUE));
    fields.putLong(invalidityDate.map(Instant::getEpochSecond).orElse(Long.MIN_VALUE));
    byte[] hash = Sha256.of(fields.array());
    return ByteBuffer.wrap(hash).getLong() & ~STATE_BITS | state.ordinal();
  }
}
