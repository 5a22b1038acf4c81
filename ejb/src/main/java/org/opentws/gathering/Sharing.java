package org.opentws.gathering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * What callers hand over and a few threads take, some at a time and each a fair share: the threads
 * beside it are to have some too. No caller waits. Safe for many threads.
 */
public final class Sharing<E> {
  private final int waitingMax;
  private final int takenMax;

  /** Guards itself and the end. */
  private final Queue<E> waiting = new ArrayDeque<>();

  private boolean stopping;

  /**
   * @param waitingMax so many may wait
   * @param takenMax so many are taken at once, at most
   */
  public Sharing(int waitingMax, int takenMax) {
    this.waitingMax = waitingMax;
    this.takenMax = takenMax;
  }

  /**
   * Hands over, unless too much waits or the end was asked for.
   *
   * @return whether it was taken; what was taken is given to a thread exactly once
   */
  public boolean offer(E element) {
    synchronized (waiting) {
      if (stopping || waiting.size() >= waitingMax) {
        return false;
      }
      waiting.add(element);
      waiting.notify();
      return true;
    }
  }

  /**
   * A share of what waits; waits for the first. Empty when the end was asked for and nothing is
   * left.
   *
   * @param takers how many threads share
   */
  List<E> next(int takers) throws InterruptedException {
    synchronized (waiting) {
      while (waiting.isEmpty() && !stopping) {
        waiting.wait();
      }
      return share(takers);
    }
  }

  /**
   * Gives a share at a time to the work, until the end was asked for and nothing is left.
   *
   * @param takers how many threads do this
   */
  public void takeUntilStopped(int takers, Consumer<List<E>> work) {
    try {
      List<E> taken = next(takers);
      while (!taken.isEmpty()) {
        work.accept(taken);
        taken = next(takers);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A share of what waits at this moment, maybe nothing. */
  public List<E> share(int takers) {
    synchronized (waiting) {
      int size = Math.min(takenMax, (waiting.size() + takers - 1) / takers);
      List<E> taken = new ArrayList<>(size);
      while (taken.size() < size) {
        taken.add(waiting.remove());
      }
      if (!waiting.isEmpty()) {
        waiting.notify();
      }
      return taken;
    }
  }

  /** How many wait at this moment. */
  public int waiting() {
    synchronized (waiting) {
      return waiting.size();
    }
  }

  /** Asks for the end: the takers end when nothing waits any more. */
  public void stop() {
    synchronized (waiting) {
      stopping = true;
      waiting.notifyAll();
    }
  }
}
