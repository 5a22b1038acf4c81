package org.opentws.conformance.blackbox;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.opentws.conformance.blackbox.Client.Answer;

/** Many writes at once, while something breaks: what was sent, and what came back if anything. */
final class UnderFire {
  private static final int THREADS = 6;
  private static final int SECONDS_MAX = 120;

  private UnderFire() {}

  /**
   * A write that may be sent again under the same key.
   *
   * @param subject what it is about: an application's id or a serial number
   */
  record Write(String account, String path, Object body, String key, String subject) {
    static Write of(String account, String path, Object body, String subject) {
      return new Write(account, path, body, UUID.randomUUID().toString(), subject);
    }

    Answer send(Client client) {
      return client.post(path, body, key);
    }
  }

  /** What became of it; no answer if the connection ended before. */
  record Sent(Write write, Optional<Answer> answer) {
    boolean answered(int status) {
      return answer.filter(given -> given.status() == status).isPresent();
    }
  }

  /** Who sends what, each account with a session of its own. */
  interface Sessions {
    Client of(String account);
  }

  /**
   * Sends the writes, several at a time and in their order, and runs the fault in the midst.
   *
   * @param answersBefore so many answers have come when the fault begins
   */
  static List<Sent> send(List<Write> writes, Sessions sessions, int answersBefore, Runnable fault) {
    CountDownLatch answers = new CountDownLatch(answersBefore);
    BlockingQueue<Write> waiting = new ArrayBlockingQueue<>(writes.size(), true, writes);
    List<Sent> all = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<Sent>>> senders = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        senders.add(threads.submit(() -> drain(waiting, sessions, answers)));
      }
      if (!answers.await(SECONDS_MAX, TimeUnit.SECONDS)) {
        throw new AssertionError("the system does not answer before the fault either");
      }
      fault.run();
      for (Future<List<Sent>> sender : senders) {
        all.addAll(sender.get());
      }
      return all;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<Sent> drain(
      BlockingQueue<Write> waiting, Sessions sessions, CountDownLatch answers) {
    List<Sent> sent = new ArrayList<>();
    Write write = waiting.poll();
    while (write != null) {
      sent.add(attempt(write, sessions.of(write.account())));
      if (sent.get(sent.size() - 1).answer().isPresent()) {
        answers.countDown();
      }
      write = waiting.poll();
    }
    return sent;
  }

  private static Sent attempt(Write write, Client client) {
    try {
      return new Sent(write, Optional.of(write.send(client)));
    } catch (UncheckedIOException e) {
      return new Sent(write, Optional.empty());
    }
  }
}
