package org.opentws.hsm.token;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.opentws.hsm.HsmUnavailable;

/**
 * Nobody can interrupt a native call. So each call into the device runs on one of a few threads of
 * its own, and its caller waits for a bounded time. A device that hangs costs those threads and no
 * more: while they hang, callers are told so after {@code waitMax}; once the device answers, the
 * threads are free again.
 */
final class BoundedCalls implements AutoCloseable {
  /** What is done in the device. */
  interface DeviceCall<T> {
    T run() throws Exception;
  }

  private static final long IDLE_SECONDS_MAX = 60;

  private final String tokenLabel;
  private final Duration waitMax;
  private final Semaphore turns;
  private final ThreadPoolExecutor workers;

  BoundedCalls(String tokenLabel, int callsMax, Duration waitMax) {
    this.tokenLabel = tokenLabel;
    this.waitMax = waitMax;
    this.turns = new Semaphore(callsMax, true);
    // The queue never holds more than callsMax calls: each has taken its turn before.
    this.workers =
        new ThreadPoolExecutor(
            callsMax,
            callsMax,
            IDLE_SECONDS_MAX,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> daemon(work, tokenLabel));
    workers.allowCoreThreadTimeOut(true);
  }

  private static Thread daemon(Runnable work, String tokenLabel) {
    Thread thread = new Thread(work, "hsm-" + tokenLabel);
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Runs the call. When it takes too long its thread is interrupted, so that work which finishes
   * later can see that nobody waits for it.
   *
   * @throws HsmUnavailable no turn in time, too slow, or the device's own failure in words
   * @throws IllegalArgumentException what the call threw about its arguments
   */
  <T> T run(Duration callMax, DeviceCall<T> call) {
    takeTurn();
    FutureTask<T> task = new FutureTask<>(call::run);
    // The turn ends with the work, not with the waiting: a hanging call keeps its turn.
    Runnable work =
        () -> {
          try {
            task.run();
          } finally {
            turns.release();
          }
        };
    try {
      workers.execute(work);
    } catch (RejectedExecutionException e) {
      turns.release();
      throw new HsmUnavailable("token " + tokenLabel + " is closed", e);
    }
    return await(task, work, callMax);
  }

  private void takeTurn() {
    try {
      if (!turns.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new HsmUnavailable(
            "token " + tokenLabel + ": all calls are taken, or hang in the device; try again");
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private <T> T await(FutureTask<T> task, Runnable work, Duration callMax) {
    try {
      return task.get(callMax.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // Work that has not begun never will: its turn is given back here.
      if (workers.remove(work)) {
        turns.release();
      }
      task.cancel(true);
      throw new HsmUnavailable(
          "token " + tokenLabel + ": no answer within " + callMax.toMillis() + " ms", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IllegalArgumentException callersFault) {
        throw callersFault;
      }
      throw Failure.of(tokenLabel, cause);
    }
  }

  private HsmUnavailable interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new HsmUnavailable("token " + tokenLabel + ": interrupted while waiting", e);
  }

  /** Lets running calls end; accepts none. */
  @Override
  public void close() {
    workers.shutdown();
  }
}
