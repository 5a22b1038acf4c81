package org.opentws.secretsharing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Sha256;

/**
 * One person's share of a secret. As text it is a single line that can be printed and typed: {@code
 * otws1-2of3-1-9f0c2ab4-...}: needed and made, number of this one, set it belongs to, value, and a
 * check against typing errors.
 */
public final class SecretShare {
  static final int SHARES_MAX = 255;
  private static final int TEXT_MAX = 2048;
  private static final int GROUP = 8;
  private static final Pattern TEXT =
      Pattern.compile(
          "otws1-(\\d{1,3})of(\\d{1,3})-(\\d{1,3})-([0-9a-f]{8})-([0-9a-f-]+)-([0-9a-f]{6})");

  private final String set;
  private final int needed;
  private final int made;
  private final int number;
  private final byte[] value;

  SecretShare(String set, int needed, int made, int number, byte[] value) {
    this.set = set;
    this.needed = needed;
    this.made = made;
    this.number = number;
    this.value = value.clone();
  }

  /**
   * Reads a share; blanks, line ends and capitals do not matter.
   *
   * @throws RequestRefused MALFORMED_REQUEST: not a share, or mistyped
   */
  public static SecretShare parse(String text) {
    if (text.length() > TEXT_MAX) {
      throw malformed();
    }
    String clean = text.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    Matcher parts = TEXT.matcher(clean);
    if (!parts.matches() || !check(clean.substring(0, parts.start(6) - 1)).equals(parts.group(6))) {
      throw malformed();
    }
    int needed = Integer.parseInt(parts.group(1));
    int made = Integer.parseInt(parts.group(2));
    int number = Integer.parseInt(parts.group(3));
    String digits = parts.group(5).replace("-", "");
    if (needed < 2
        || made < needed
        || made > SHARES_MAX
        || number < 1
        || number > made
        || digits.length() % 2 != 0) {
      throw malformed();
    }
    return new SecretShare(parts.group(4), needed, made, number, HexFormat.of().parseHex(digits));
  }

  private static RequestRefused malformed() {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, "this is not a share, or it is mistyped");
  }

  /** The line to print or to keep; as secret as the share. */
  public String text() {
    StringBuilder line =
        new StringBuilder("otws1-%dof%d-%d-%s".formatted(needed, made, number, set));
    String digits = HexFormat.of().formatHex(value);
    for (int at = 0; at < digits.length(); at += GROUP) {
      line.append('-').append(digits, at, Math.min(at + GROUP, digits.length()));
    }
    return line + "-" + check(line.toString());
  }

  private static String check(String body) {
    return Sha256.hex(body.getBytes(StandardCharsets.US_ASCII)).substring(0, 6);
  }

  /** Names the splitting that it came from; not secret. */
  public String set() {
    return set;
  }

  /** How many shares are needed. */
  public int needed() {
    return needed;
  }

  /** How many were made. */
  public int made() {
    return made;
  }

  /** Which of them this is, from 1. */
  public int number() {
    return number;
  }

  byte[] value() {
    return value.clone();
  }

  /** Overwrites it; it is worth nothing afterwards. */
  public void wipe() {
    Arrays.fill(value, (byte) 0);
  }

  /** Never the value. */
  @Override
  public String toString() {
    return "share %d of set %s (%d of %d needed)".formatted(number, set, needed, made);
  }
}
