package org.opentws.portal.web;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The languages of the portal, and which of them a browser gets: the one that its person chose,
 * else the one that it asks for, else English. What a browser sends is only ever compared with the
 * languages that there are; it never becomes part of a name or of a header.
 */
final class PortalLanguage {
  /** The first one is for all who ask for none of them. */
  static final List<Locale> ALL = List.of(Locale.ENGLISH, Locale.GERMAN);

  static final String COOKIE = "__Host-language";
  private static final String ATTRIBUTES = "; Path=/; Secure; HttpOnly; SameSite=Strict";

  /** Browsers send some dozens of characters. */
  private static final int ASKED_MAX = 500;

  private PortalLanguage() {}

  /** The language of what is answered to this request. */
  static Locale of(HttpServletRequest request) {
    return chosen(request).or(() -> asked(request)).orElse(ALL.get(0));
  }

  /** The language with this tag, for example "de". */
  static Optional<Locale> named(@Nullable String tag) {
    return ALL.stream().filter(language -> language.toLanguageTag().equals(tag)).findFirst();
  }

  /** Kept by the browser until it is closed. */
  static void choose(HttpServletResponse response, Locale language) {
    response.addHeader("Set-Cookie", COOKIE + "=" + language.toLanguageTag() + ATTRIBUTES);
  }

  private static Optional<Locale> chosen(HttpServletRequest request) {
    Cookie @Nullable [] cookies = request.getCookies();
    return Stream.ofNullable(cookies)
        .flatMap(Arrays::stream)
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .flatMap(cookie -> named(cookie.getValue()).stream())
        .findFirst();
  }

  /** RFC 4647, 3.4: "de-AT, en;q=0.5" is answered in German. */
  private static Optional<Locale> asked(HttpServletRequest request) {
    @Nullable String header = request.getHeader("Accept-Language");
    if (header == null || header.length() > ASKED_MAX) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(Locale.lookup(Locale.LanguageRange.parse(header), ALL));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
