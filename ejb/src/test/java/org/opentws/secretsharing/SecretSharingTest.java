package org.opentws.secretsharing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.opentws.error.RequestRefused;

class SecretSharingTest {
  private final SecretSharing sharing = new SecretSharing(new SecureRandom());

  private static byte[] secret() {
    return "a PIN of 24 characters..".getBytes(StandardCharsets.US_ASCII);
  }

  private static String refusal(List<SecretShare> shares) {
    return assertThrows(RequestRefused.class, () -> SecretSharing.combine(shares)).detail();
  }

  @Test
  void anyTwoOfThreeYieldTheSecret() {
    List<SecretShare> shares = sharing.split(secret(), 2, 3);
    for (int left = 0; left < 3; left++) {
      int leftOut = left;
      List<SecretShare> two =
          IntStream.range(0, 3).filter(i -> i != leftOut).mapToObj(shares::get).toList();
      assertArrayEquals(secret(), SecretSharing.combine(two));
    }
    assertArrayEquals(secret(), SecretSharing.combine(shares));
  }

  @Test
  void fiveOfNineInAnyOrderThroughTheirText() {
    List<SecretShare> shares = sharing.split(secret(), 5, 9);
    List<SecretShare> five =
        List.of(8, 1, 5, 3, 0).stream()
            .map(i -> SecretShare.parse(" " + shares.get(i).text().toUpperCase() + "\n"))
            .toList();
    assertArrayEquals(secret(), SecretSharing.combine(five));
  }

  @Test
  void fewerAreRefusedAndSoIsTheSameShareTwice() {
    List<SecretShare> shares = sharing.split(secret(), 3, 5);
    assertTrue(refusal(shares.subList(0, 2)).contains("3 shares are needed"));
    assertTrue(refusal(List.of()).contains("no share"));
    SecretShare one = shares.get(0);
    assertTrue(refusal(List.of(one, one, one)).contains("3 shares are needed"));
  }

  @Test
  void sharesOfAnotherSplittingAreRefused() {
    SecretShare one = sharing.split(secret(), 2, 2).get(0);
    SecretShare other = sharing.split(secret(), 2, 2).get(1);
    assertTrue(refusal(List.of(one, other)).contains("do not belong together"));
    SecretShare renamed = new SecretShare(one.set(), 2, 2, 2, other.value());
    assertTrue(refusal(List.of(one, renamed)).contains("altered"));
  }

  @Test
  void aBitThatFlippedIsNoticed() {
    List<SecretShare> shares = sharing.split(secret(), 2, 2);
    byte[] value = shares.get(1).value();
    for (int octet = 0; octet < value.length; octet++) {
      byte[] altered = value.clone();
      altered[octet] ^= 1;
      SecretShare share = new SecretShare(shares.get(1).set(), 2, 2, 2, altered);
      assertTrue(refusal(List.of(shares.get(0), share)).contains("altered"));
    }
  }

  @Test
  void aMistypedLineIsNoShare() {
    String text = sharing.split(secret(), 2, 2).get(0).text();
    for (int at = 0; at < text.length(); at++) {
      char[] typed = text.toCharArray();
      typed[at] = typed[at] == '7' ? '8' : '7';
      assertThrows(RequestRefused.class, () -> SecretShare.parse(new String(typed)));
    }
    for (String wrong : List.of("", "otws1", text.substring(1), text + "0", "x".repeat(5000))) {
      assertThrows(RequestRefused.class, () -> SecretShare.parse(wrong));
    }
  }

  @Test
  void oneShareTellsNothingOfTheSecret() {
    List<SecretShare> shares = sharing.split(new byte[32], 2, 2);
    // Two splittings of one secret have nothing in common.
    assertFalse(
        java.util.Arrays.equals(
            shares.get(0).value(), sharing.split(new byte[32], 2, 2).get(0).value()));
  }

  @Test
  void aWipedShareIsWorthNothing() {
    List<SecretShare> shares = sharing.split(secret(), 2, 2);
    shares.get(0).wipe();
    assertTrue(refusal(shares).contains("altered"));
    assertEquals(-1, shares.get(1).toString().indexOf(shares.get(1).text().substring(25)));
  }

  @Test
  void nobodyCanSplitForOnePersonAlone() {
    assertThrows(IllegalArgumentException.class, () -> sharing.split(secret(), 1, 3));
    assertThrows(IllegalArgumentException.class, () -> sharing.split(secret(), 3, 2));
    assertThrows(IllegalArgumentException.class, () -> sharing.split(new byte[0], 2, 2));
  }
}
