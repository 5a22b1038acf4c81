package org.opentws.gathering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SharingTest {
  private final Sharing<String> sharing = new Sharing<>(5, 2);

  private void give(String... elements) {
    Stream.of(elements).forEach(each -> assertTrue(sharing.offer(each)));
  }

  @Test
  void eachTakerGetsAFairShareInOrder() throws InterruptedException {
    give("a", "b", "c");
    assertEquals(List.of("a"), sharing.next(3));
    assertEquals(List.of("b"), sharing.next(2));
    assertEquals(List.of("c"), sharing.next(1));
  }

  @Test
  void noTakerGetsMoreThanOneCallMayHold() throws InterruptedException {
    give("a", "b", "c", "d", "e");
    assertEquals(List.of("a", "b"), sharing.next(1));
    assertEquals(3, sharing.waiting());
  }

  @Test
  void whatDoesNotFitIsNotTaken() {
    give("a", "b", "c", "d", "e");
    assertFalse(sharing.offer("f"));
  }

  @Test
  void endIsTakenAfterAllThatWaits() throws InterruptedException {
    give("a", "b", "c");
    sharing.stop();
    assertFalse(sharing.offer("d"));
    assertEquals(List.of("a", "b"), sharing.next(1));
    assertEquals(List.of("c"), sharing.next(1));
    assertEquals(List.of(), sharing.next(1));
  }

  @Test
  void shareOfNothingIsNothing() {
    assertEquals(List.of(), sharing.share(2));
  }

  @Test
  void takerWaitsForTheFirst() throws InterruptedException {
    Thread giver = new Thread(() -> sharing.offer("late"));
    giver.start();
    assertEquals(List.of("late"), sharing.next(1));
    giver.join();
  }
}
