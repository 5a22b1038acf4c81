package org.opentws.gathering;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * What callers hand over and one thread takes in batches: whatever gathers while a batch is on its
 * way is the next batch. No caller waits. Safe for many threads.
 */
public final class Gathering<E> {
  /**
   * A batch of this size says that many are at it, each with a request or two: before the next one
   * is taken, it is waited for more of them, as long as more come. A single caller is never held up
   * by that, and what fills larger batches needs no waiting.
   */
  private static final int LINGERING_FROM = 6;

  private static final int LINGERING_TO = 64;

  /** In all 1.6 ms: less than a commit costs the database and all that wait for it. */
  private static final int LINGERING_STEPS = 4;

  private static final long LINGERING_STEP_NANOS = 400_000;

  /** Guards waiting and stopping. */
  private final Object lock = new Object();

  private Deque<E> waiting = new ArrayDeque<>();
  private boolean stopping;

  /** Of the one thread that takes. */
  private int lastSize;

  /**
   * Hands over, unless too much waits or the end was asked for.
   *
   * @param most so many may wait
   * @return whether it was taken
   */
  public boolean offer(E element, int most) {
    synchronized (lock) {
      if (stopping || waiting.size() >= most) {
        return false;
      }
      add(element);
      return true;
    }
  }

  /** Hands over, whatever waits and whether or not the end was asked for. */
  public void add(E element) {
    synchronized (lock) {
      waiting.add(element);
      lock.notifyAll();
    }
  }

  /** Asks for the end: the taker ends when nothing waits any more. */
  public void stop() {
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
    }
  }

  /**
   * What has gathered, in its order; waits for the first. Empty when the end was asked for and
   * nothing is left.
   */
  public List<E> next(int most) throws InterruptedException {
    if (lastSize >= LINGERING_FROM && lastSize <= LINGERING_TO) {
      linger();
    }
    List<E> batch = take(most);
    lastSize = batch.size();
    return batch;
  }

  private void linger() {
    int before = -1;
    int now = size();
    for (int step = 0; step < LINGERING_STEPS && now > before; step++) {
      LockSupport.parkNanos(LINGERING_STEP_NANOS);
      before = now;
      now = size();
    }
  }

  private int size() {
    synchronized (lock) {
      return waiting.size();
    }
  }

  private List<E> take(int most) throws InterruptedException {
    synchronized (lock) {
      while (waiting.isEmpty() && !stopping) {
        lock.wait();
      }
      List<E> batch = new ArrayList<>();
      while (!waiting.isEmpty() && batch.size() < most) {
        batch.add(waiting.remove());
      }
      return batch;
    }
  }

  /** Takes all that waits, at once. */
  public List<E> drain() {
    synchronized (lock) {
      List<E> all = new ArrayList<>(waiting);
      waiting = new ArrayDeque<>();
      return all;
    }
  }

  /**
   * Waits a while before something is tried again; shorter when something is handed over.
   *
   * @throws InterruptedException the end was asked for
   */
  public void pause(long millis) throws InterruptedException {
    synchronized (lock) {
      if (stopping) {
        throw new InterruptedException("stopped before what was taken was done");
      }
      lock.wait(millis);
    }
  }
}
