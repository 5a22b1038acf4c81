package org.opentws.portal.web;

import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The portal's words by key. What is filled in stands as it is: no figure is grouped, and an
 * apostrophe is an apostrophe, which {@link java.text.MessageFormat} would see otherwise.
 */
final class Messages {
  private static final String BUNDLE = "org.opentws.portal.web.messages";
  private static final Pattern PLACE = Pattern.compile("\\{([0-9])}");

  private Messages() {}

  /**
   * The words of a key that stands in the source; the tests make sure that it exists.
   *
   * @throws java.util.MissingResourceException if it does not
   */
  static String text(Locale language, String key, Object... values) {
    return PLACE
        .matcher(bundle(language).getString(key))
        .replaceAll(place -> Matcher.quoteReplacement(value(place.group(1), values)));
  }

  /** The words of a key that is made of a name of the system's; empty if there are none for it. */
  static Optional<String> find(Locale language, String key) {
    ResourceBundle bundle = bundle(language);
    return bundle.containsKey(key) ? Optional.of(bundle.getString(key)) : Optional.empty();
  }

  private static String value(String place, Object... values) {
    int index = Integer.parseInt(place);
    return index < values.length ? String.valueOf(values[index]) : "";
  }

  private static ResourceBundle bundle(Locale language) {
    return ResourceBundle.getBundle(BUNDLE, language, Messages.class.getClassLoader());
  }
}
