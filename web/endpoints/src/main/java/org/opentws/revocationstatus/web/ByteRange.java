package org.opentws.revocationstatus.web;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of octets (RFC 9110, 14.1.2).
 *
 * @param from first octet
 * @param to octet after the last
 */
record ByteRange(long from, long to) {
  private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /** Whether a header asks for one range; any other header is as good as none. */
  static boolean isSingle(String header) {
    Matcher matcher = SINGLE.matcher(header.strip());
    return matcher.matches() && !(matcher.group(1).isEmpty() && matcher.group(2).isEmpty());
  }

  /** What a header asks for, within a length; empty if nothing of it is there. */
  static ByteRange parse(String header, long length) {
    Matcher matcher = SINGLE.matcher(header.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(header);
    }
    String first = matcher.group(1);
    String last = matcher.group(2);
    if (first.isEmpty()) {
      return new ByteRange(Math.max(0, length - Long.parseLong(last)), length);
    }
    long end = last.isEmpty() ? length : Math.min(length, Long.parseLong(last) + 1);
    return new ByteRange(Long.parseLong(first), end);
  }

  boolean isEmpty() {
    return to <= from;
  }

  /** Value of Content-Range. */
  String text(long length) {
    return "bytes " + from + "-" + (to - 1) + "/" + length;
  }
}
