package org.opentws.revocationmanagement;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Time of RFC 5280, 5.1.2.4: UTCTime until 2049, GeneralizedTime from then on; whole seconds. */
final class CrlTime {
  private static final int UTC_TIME = 0x17;
  private static final int GENERALIZED_TIME = 0x18;
  private static final Instant UTC_TIME_END = Instant.parse("2050-01-01T00:00:00Z");

  private static final DateTimeFormatter SHORT = format("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter LONG = format("yyyyMMddHHmmss'Z'");

  private long lastSecond = Long.MIN_VALUE;
  private byte[] lastElement = {};

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
  }

  /** The element; the last one is kept. */
  byte[] of(Instant instant) {
    if (instant.getEpochSecond() != lastSecond) {
      lastElement = element(instant);
      lastSecond = instant.getEpochSecond();
    }
    return lastElement;
  }

  static byte[] element(Instant instant) {
    return instant.isBefore(UTC_TIME_END)
        ? element(UTC_TIME, SHORT.format(instant))
        : generalized(instant);
  }

  static byte[] generalized(Instant instant) {
    return element(GENERALIZED_TIME, LONG.format(instant));
  }

  private static byte[] element(int tag, String text) {
    return new DerBackwards()
        .octets(text.getBytes(StandardCharsets.US_ASCII))
        .header(tag, 0)
        .toByteArray();
  }
}
