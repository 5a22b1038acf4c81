package org.opentws.authentication;

import com.nulabinc.zxcvbn.Strength;
import com.nulabinc.zxcvbn.Zxcvbn;
import java.nio.CharBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which passwords are too weak (IA3.1): short ones, those near the names of their owner, and those
 * that leaked lists, words, dates, keyboard rows and their usual disguises lead to quickly.
 */
public final class PasswordPolicy {
  static final int LENGTH_MIN = 12;
  static final int LENGTH_MAX = 256;

  /** So many guesses, as a power of ten, must be needed by somebody who knows the usual ways. */
  private static final double GUESSES_LOG10_MIN = 10;

  /** The estimate takes long for long ones; what is strong up to here is strong. */
  private static final int ESTIMATED_MAX = 64;

  private static final int NAME_LENGTH_MIN = 4;

  /** Holds the dictionaries, leaked passwords among them; safe for many threads. */
  private static final Zxcvbn ESTIMATE = new Zxcvbn();

  private PasswordPolicy() {}

  /**
   * Why this cannot be the password; empty if it can.
   *
   * @param names of the account and the person
   */
  public static Optional<String> objection(char[] password, List<String> names) {
    if (password.length < LENGTH_MIN || password.length > LENGTH_MAX) {
      return Optional.of("a password has %d to %d characters".formatted(LENGTH_MIN, LENGTH_MAX));
    }
    List<String> parts = parts(names);
    if (parts.stream().anyMatch(part -> contains(password, part))) {
      return Optional.of("the password has a name of its owner in it");
    }
    // A copy: the estimate wipes what it was given.
    char[] estimated = Arrays.copyOf(password, Math.min(password.length, ESTIMATED_MAX));
    Strength strength = ESTIMATE.measure(CharBuffer.wrap(estimated), parts);
    try {
      return strength.getGuessesLog10() < GUESSES_LOG10_MIN
          ? Optional.of("the password is guessed too easily: known ones, words, dates, patterns")
          : Optional.empty();
    } finally {
      strength.wipe();
      Arrays.fill(estimated, '\0');
    }
  }

  private static List<String> parts(List<String> names) {
    List<String> parts = new ArrayList<>();
    for (String name : names) {
      String lower = name.toLowerCase(Locale.ROOT);
      parts.add(lower);
      parts.addAll(Arrays.asList(lower.split("[^\\p{L}\\p{N}]+", -1)));
    }
    return parts.stream().filter(part -> part.length() >= NAME_LENGTH_MIN).distinct().toList();
  }

  /** Without a copy of the password as text, which nobody could overwrite. */
  private static boolean contains(char[] password, String part) {
    for (int start = 0; start + part.length() <= password.length; start++) {
      int same = 0;
      while (same < part.length()
          && Character.toLowerCase(password[start + same]) == part.charAt(same)) {
        same++;
      }
      if (same == part.length()) {
        return true;
      }
    }
    return false;
  }
}
