package org.opentws.web.direct;

import io.undertow.util.HttpString;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Names of headers as the server wants them, each made once: they come from a closed list. */
final class HeaderNames {
  private static final Map<String, HttpString> NAMES = new ConcurrentHashMap<>();

  private HeaderNames() {}

  static HttpString of(String name) {
    return NAMES.computeIfAbsent(name, HttpString::new);
  }
}
