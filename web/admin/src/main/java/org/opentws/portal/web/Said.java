package org.opentws.portal.web;

import java.util.List;

/**
 * What a page says after an action.
 *
 * @param key of the words
 * @param values for their places
 */
public record Said(String key, List<Object> values) {
  public Said {
    values = List.copyOf(values);
  }

  public static Said of(String key, Object... values) {
    return new Said(key, List.of(values));
  }
}
