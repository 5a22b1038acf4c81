package org.opentws.portal.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which language a browser gets. */
class ChosenLanguageTest {
  private static String answered(@Nullable String asked, @Nullable String cookie) {
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                ChosenLanguageTest.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (proxy, method, values) ->
                    switch (method.getName()) {
                      case "getHeader" -> asked;
                      case "getCookies" -> cookies(cookie);
                      default -> throw new UnsupportedOperationException(method.getName());
                    });
    return PortalLanguage.of(request).toLanguageTag();
  }

  private static Cookie @Nullable [] cookies(@Nullable String value) {
    return Optional.ofNullable(value)
        .map(given -> new Cookie[] {new Cookie(PortalLanguage.COOKIE, given)})
        .orElse(null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "de | de",
        "de-AT,de;q=0.9,en;q=0.8 | de",
        "en-GB,en;q=0.9 | en",
        "fr-FR,fr;q=0.9 | en",
        "fr,de;q=0.5,en;q=0.4 | de",
        "de;q=0,en | en",
        "*  | en",
        "../../etc/passwd | en",
        "de;q=oops | en",
        "| en"
      })
  void browserGetsTheLanguageItAsksForIfThereIsOne(@Nullable String asked, String expected) {
    assertEquals(expected, answered(asked, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DE", "de-AT", "fr", "../messages_de", "de\r\nX: y", "", "%64e", "messages"})
  void forgedCookieChangesNothing(String forged) {
    assertEquals("en", answered("en", forged));
    assertEquals("de", answered("de", forged));
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "en"})
  void choiceComesBeforeWhatTheBrowserAsksFor(String chosen) {
    assertEquals(chosen, answered("en", chosen));
    assertEquals(chosen, answered("de", chosen));
  }

  @ParameterizedTest
  @ValueSource(strings = {"de", "en"})
  void languageOfTheServerNeverShows(String server) {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(server));
      assertEquals("Certificate", Messages.text(Locale.ENGLISH, "certificate"));
      assertEquals("Zertifikat", Messages.text(Locale.GERMAN, "certificate"));
    } finally {
      Locale.setDefault(before);
    }
  }
}
