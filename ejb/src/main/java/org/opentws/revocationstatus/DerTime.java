package org.opentws.revocationstatus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * GeneralizedTime in whole seconds (RFC 5280, 4.1.2.5.2); the last one is kept, for it comes again.
 */
final class DerTime {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private record Written(long second, byte[] octets) {}

  private volatile Written last = new Written(Long.MIN_VALUE, new byte[0]);

  /** The whole element. */
  byte[] of(Instant instant) {
    Written known = last;
    if (known.second() != instant.getEpochSecond()) {
      known = new Written(instant.getEpochSecond(), element(instant));
      last = known;
    }
    return known.octets();
  }

  static byte[] element(Instant instant) {
    return new DerWriter()
        .element(
            DerWriter.GENERALIZED_TIME, FORMAT.format(instant).getBytes(StandardCharsets.US_ASCII))
        .toByteArray();
  }
}
