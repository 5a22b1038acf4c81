package org.opentws.audit.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * What a record can be found by, each as one number: actor, object, their combinations with type
 * and outcome, and every word of its texts. Personal values are not among them: a number that
 * remains would betray what was erased.
 */
public final class SearchKey {
  /** A shorter word is not kept. */
  public static final int WORD_CHARACTERS_MIN = 2;

  private static final int WORD_CHARACTERS_MAX = 128;
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private SearchKey() {}

  public static long actor(String actor) {
    return hash('a', 0, 0, actor);
  }

  public static long object(String object) {
    return hash('o', 0, 0, object);
  }

  /** Actor and type; an outcome of 0 leaves it out, a type of 0 likewise. */
  public static long actor(String actor, int type, int outcome) {
    return hash('a', type, outcome, actor);
  }

  public static long kind(int type, int outcome) {
    return hash('k', type, outcome, "");
  }

  /** A word as {@link #words} gives it. */
  public static long word(String word) {
    return hash('w', 0, 0, word);
  }

  /** Hands over all keys of a record; some more than once. */
  public static void of(RecordContent content, LongConsumer keys) {
    String actor = content.actor();
    keys.accept(actor(actor));
    keys.accept(actor(actor, content.type(), 0));
    keys.accept(actor(actor, 0, content.outcome()));
    keys.accept(actor(actor, content.type(), content.outcome()));
    keys.accept(kind(content.type(), content.outcome()));
    keys.accept(kind(0, content.outcome()));
    keys.accept(object(content.object()));
    eachWord(actor, keys);
    eachWord(content.object(), keys);
    eachWord(content.node(), keys);
    content
        .details()
        .forEach(
            (name, value) -> {
              if (!AuditField.isPersonal(name)) {
                eachWord(value, keys);
              }
            });
  }

  private static void eachWord(String text, LongConsumer keys) {
    for (String word : words(text)) {
      keys.accept(word(word));
    }
  }

  /**
   * The words of a text: runs of letters and digits, in lower case; of a very long one its
   * beginning.
   */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String lower = text.toLowerCase(Locale.ROOT);
    int begin = -1;
    for (int i = 0; i <= lower.length(); i++) {
      boolean within = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
      if (within && begin < 0) {
        begin = i;
      } else if (!within && begin >= 0) {
        if (i - begin >= WORD_CHARACTERS_MIN) {
          words.add(lower.substring(begin, Math.min(i, begin + WORD_CHARACTERS_MAX)));
        }
        begin = -1;
      }
    }
    return words;
  }

  private static long hash(char what, int type, int outcome, String text) {
    long hash = (FNV_OFFSET ^ what) * FNV_PRIME;
    hash = (hash ^ type) * FNV_PRIME;
    hash = (hash ^ outcome) * FNV_PRIME;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * FNV_PRIME;
    }
    // The upper half of the product is good, the lower is not: stir.
    hash ^= hash >>> 33;
    hash *= 0xff51afd7ed558ccdL;
    return hash ^ hash >>> 33;
  }
}
