package org.opentws.timestamping;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.error.ServiceUnavailable;
import org.opentws.timestamping.store.ArchivedTimeStamp;
import org.opentws.timestamping.store.TimeStampArchiveRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread archives the tokens of all callers: what gathers while one batch is on its way to the
 * disk is the next batch (TS6.1). No caller's thread waits here. A crash loses what is not durable
 * yet, and nobody has received that.
 */
final class ArchiveWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ArchiveWriter.class);
  private static final int QUEUE_MAX = 10_000;
  private static final int BATCH_MAX = 1000;

  private final TimeStampArchiveRepository archive;
  private final String node;

  /** Guards queue and stopping. */
  private final Object lock = new Object();

  private Deque<Entry> queue = new ArrayDeque<>();
  private boolean stopping;

  /** One token on its way. */
  private record Entry(
      ArchivedTimeStamp stamp, Consumer<@Nullable ServiceUnavailable> completion) {}

  ArchiveWriter(TimeStampArchiveRepository archive, String node) {
    this.archive = archive;
    this.node = node;
  }

  /**
   * Archives one token. The completion is called once, with null when it is durable, else with the
   * failure, in which case the token must not leave. It runs on the writer's thread and must not
   * block.
   */
  void append(ArchivedTimeStamp stamp, Consumer<@Nullable ServiceUnavailable> completion) {
    synchronized (lock) {
      if (!stopping && queue.size() < QUEUE_MAX) {
        queue.add(new Entry(stamp, completion));
        lock.notifyAll();
        return;
      }
    }
    completion.accept(unavailable("too many tokens wait for the archive"));
  }

  /** Ends the thread when everything taken is archived, or cannot be. */
  void stop() {
    synchronized (lock) {
      stopping = true;
      lock.notifyAll();
    }
  }

  @Override
  public void run() {
    try {
      List<Entry> batch = nextBatch();
      while (!batch.isEmpty()) {
        write(batch);
        batch = nextBatch();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      stop();
      List<Entry> left;
      synchronized (lock) {
        left = new ArrayList<>(queue);
        queue = new ArrayDeque<>();
      }
      complete(left, unavailable("the archive's writer has ended"));
    }
  }

  /** What has gathered; empty when the end is asked for and nothing is left. */
  private List<Entry> nextBatch() throws InterruptedException {
    synchronized (lock) {
      while (queue.isEmpty() && !stopping) {
        lock.wait();
      }
      List<Entry> batch = new ArrayList<>();
      while (!queue.isEmpty() && batch.size() < BATCH_MAX) {
        batch.add(queue.remove());
      }
      return batch;
    }
  }

  private void write(List<Entry> batch) {
    try {
      archive.append(batch.stream().map(Entry::stamp).toList(), node);
      complete(batch, null);
    } catch (ServiceUnavailable e) {
      // Whether they are there is unknown; nobody receives them, so that does no harm.
      LOG.error("{} time-stamps could not be archived and are withheld", batch.size(), e);
      complete(batch, e);
    } catch (RuntimeException e) {
      LOG.error("{} time-stamps could not be archived and are withheld", batch.size(), e);
      complete(batch, unavailable("the archive failed"));
    }
  }

  private static ServiceUnavailable unavailable(String detail) {
    return new ServiceUnavailable(ServiceUnavailable.Cause.DATABASE, detail);
  }

  private static void complete(List<Entry> batch, @Nullable ServiceUnavailable failure) {
    for (Entry entry : batch) {
      try {
        entry.completion().accept(failure);
      } catch (RuntimeException e) {
        LOG.error("The completion of an archived time-stamp failed", e);
      }
    }
  }
}
