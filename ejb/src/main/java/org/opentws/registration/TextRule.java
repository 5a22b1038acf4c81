package org.opentws.registration;

import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Pattern;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * What text from outside may look like before a person or a certificate shows it: bounded, and
 * nothing in it that displays as something else than it is (control and format characters, among
 * them the bidirectional overrides; unassigned and private code points; lone surrogates).
 *
 * @param field named in the refusal
 * @param maxLength in code points
 * @param multiline whether line feeds are text here
 */
record TextRule(String field, int maxLength, boolean multiline) {
  private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z0-9 ]*PRIVATE KEY");

  private static final Set<Integer> NEVER_TEXT =
      Set.of(
          (int) Character.CONTROL,
          (int) Character.FORMAT,
          (int) Character.SURROGATE,
          (int) Character.PRIVATE_USE,
          (int) Character.UNASSIGNED,
          (int) Character.LINE_SEPARATOR,
          (int) Character.PARAGRAPH_SEPARATOR);

  /**
   * The text in normalisation form C.
   *
   * @throws RequestRefused MALFORMED_REQUEST, naming the field, never quoting the text
   */
  String require(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFC);
    int length = normal.codePointCount(0, normal.length());
    if (length > maxLength) {
      throw refused("is longer than " + maxLength + " characters");
    }
    if (!normal.strip().equals(normal)) {
      throw refused("begins or ends with white space");
    }
    if (!normal.codePoints().allMatch(this::isText)) {
      throw refused("has characters that are not text (control, format or unassigned)");
    }
    // KM6.7, KM7.1: what was pasted by mistake would lie in the database and in every archive of
    // it.
    if (PRIVATE_KEY.matcher(normal).find()) {
      throw refused("has a private key in it: keep it to yourself, and use it no more");
    }
    return normal;
  }

  /** The same, and not empty. */
  String requirePresent(String text) {
    if (text.isEmpty()) {
      throw refused("is empty");
    }
    return require(text);
  }

  private boolean isText(int codePoint) {
    return (multiline && codePoint == '\n') || !NEVER_TEXT.contains(Character.getType(codePoint));
  }

  private RequestRefused refused(String fault) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, field + " " + fault);
  }
}
