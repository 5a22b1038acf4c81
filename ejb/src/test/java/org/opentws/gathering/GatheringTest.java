package org.opentws.gathering;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class GatheringTest {
  private final Gathering<String> gathering = new Gathering<>();

  @Test
  void whatGathersIsTakenInItsOrderAndInBatches() throws InterruptedException {
    for (String each : List.of("a", "b", "c")) {
      assertTrue(gathering.offer(each, 3));
    }
    assertFalse(gathering.offer("d", 3), "so many may wait");
    gathering.add("e");
    assertEquals(List.of("a", "b"), gathering.next(2));
    assertEquals(List.of("c", "e"), gathering.next(2));
  }

  /** The wait for more ends by itself, whether or not more comes. */
  @Test
  void afterABatchOfSeveralTheNextOneIsWaitedFor() throws InterruptedException {
    List<String> several = List.of("1", "2", "3", "4", "5", "6", "7");
    several.forEach(gathering::add);
    assertEquals(several, gathering.next(100));
    gathering.add("alone");
    assertEquals(List.of("alone"), gathering.next(100));
    several.forEach(gathering::add);
    assertEquals(several, gathering.next(100));
    gathering.stop();
    assertEquals(List.of(), gathering.next(100));
  }

  @Test
  void endIsTakenAfterWhatWaits() throws InterruptedException {
    gathering.add("a");
    gathering.stop();
    assertFalse(gathering.offer("b", 3));
    gathering.add("c");
    assertEquals(List.of("a", "c"), gathering.next(5));
    assertEquals(List.of(), gathering.next(5));
    assertThrows(InterruptedException.class, () -> gathering.pause(1));
  }

  @Test
  void drainedIsEmpty() {
    gathering.add("a");
    assertEquals(List.of("a"), gathering.drain());
    assertEquals(List.of(), gathering.drain());
  }

  @Test
  void takerWaitsForTheFirst() throws InterruptedException {
    Thread giver = new Thread(() -> gathering.add("late"));
    giver.start();
    assertEquals(List.of("late"), gathering.next(1));
    giver.join();
  }
}
