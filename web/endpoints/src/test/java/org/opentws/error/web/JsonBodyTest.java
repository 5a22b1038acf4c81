package org.opentws.error.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.SerialNumber;

class JsonBodyTest {
  /** Everything that bodies of ours use. */
  public record Body(
      String name,
      int count,
      boolean yes,
      Optional<String> note,
      @Nullable String maybe,
      Instant at,
      List<String> list,
      Map<String, String> map,
      Optional<Inner> inner) {
    public boolean isDerived() {
      return true;
    }

    public String getDerived() {
      return "never written";
    }
  }

  public record Inner(String value) {}

  private static final String GOOD =
      "{\"name\":\"n\",\"count\":1,\"yes\":true,\"at\":\"2026-11-24T00:00:00Z\",\"list\":[\"a\"],"
          + "\"map\":{\"k\":\"v\"},\"inner\":{\"value\":\"x\"}}";

  @Test
  void whatIsWrittenIsReadAgainTheSame() {
    Body body = (Body) read(GOOD);

    assertEquals(Optional.of(new Inner("x")), body.inner());
    assertEquals(Optional.empty(), body.note());
    assertEquals(GOOD, text(body));
  }

  private static String text(Object body) {
    return new String(JsonBody.write(body), StandardCharsets.UTF_8).replace(",\"maybe\":null", "");
  }

  @Test
  void valuesHaveTheirOwnText() {
    assertEquals(
        "{\"s\":\"1a2b\"}", text(Map.of("s", new SerialNumber(BigInteger.valueOf(0x1a2b)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "null", "[]", "\"x\"", "{", "{}", "{}{}",
      })
  void whatIsNoObjectOrLacksFieldsIsRefused(String text) {
    assertMalformed(text);
  }

  @Test
  void anUnknownFieldIsRefusedAndNamed() {
    assertEquals(
        "unknown field: other", assertMalformed(GOOD.replace("{\"name", "{\"other\":1,\"name")));
  }

  @Test
  void aMissingFieldIsNamedWithItsPath() {
    assertEquals("missing: inner.value", assertMalformed(GOOD.replace("\"value\":\"x\"", "")));
    assertEquals("missing: list.*", assertMalformed(GOOD.replace("\"a\"", "null")));
    assertEquals("missing: map.k", assertMalformed(GOOD.replace("\"v\"", "null")));
  }

  @Test
  void wrongTypesAreNotConverted() {
    assertEquals("not acceptable: name", assertMalformed(GOOD.replace("\"n\"", "5")));
    assertEquals("not acceptable: count", assertMalformed(GOOD.replace(":1,", ":\"1\",")));
    assertEquals("not acceptable: count", assertMalformed(GOOD.replace(":1,", ":1.5,")));
    assertEquals("not acceptable: yes", assertMalformed(GOOD.replace("true", "\"true\"")));
    assertEquals("not acceptable: map.k", assertMalformed(GOOD.replace("\"v\"", "7")));
    assertEquals("not acceptable: at", assertMalformed(GOOD.replace("2026-11", "2026-13")));
  }

  @Test
  void aDoubledFieldAndTrailingTextAndDeepNestingAreRefused() {
    assertMalformed(GOOD.replace("{\"name\"", "{\"name\":\"m\",\"name\""));
    assertMalformed(GOOD + "x");
    assertMalformed(GOOD.replace("\"v\"", "[".repeat(5000) + "]".repeat(5000)));
  }

  private static String assertMalformed(String text) {
    RequestRefused refused = assertThrows(RequestRefused.class, () -> read(text));
    assertEquals(Refusal.MALFORMED_REQUEST, refused.refusal());
    assertTrue(!refused.detail().contains("com.fasterxml"), refused.detail());
    return refused.detail();
  }

  private static Object read(String text) {
    return JsonBody.read(text.getBytes(StandardCharsets.UTF_8), Body.class);
  }
}
