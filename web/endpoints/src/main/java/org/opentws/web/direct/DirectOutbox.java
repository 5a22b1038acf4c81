package org.opentws.web.direct;

import io.undertow.server.HttpServerExchange;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.XnioIoThread;

/**
 * Answers on their way back to one IO thread. What has gathered while the thread was busy is sent
 * in one turn: answers are recorded in batches, so they come in batches. An exchange without an
 * answer after a while is told so.
 */
final class DirectOutbox implements Runnable {
  static final int ANSWER_SECONDS_MAX = 10;

  private record Letter(HttpServerExchange exchange, DirectResponse response) {}

  private final XnioIoThread thread;
  private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();

  /** Oldest first; only the IO thread touches these three. */
  private final Deque<Awaited> awaited = new ArrayDeque<>();

  private int tick;
  private boolean ticking;

  DirectOutbox(XnioIoThread thread) {
    this.thread = thread;
  }

  /** An exchange that will be answered; on the IO thread. */
  Awaited await(HttpServerExchange exchange, DirectEndpoint endpoint) {
    Awaited expected = new Awaited(exchange, endpoint, tick + ANSWER_SECONDS_MAX);
    awaited.add(expected);
    if (!ticking) {
      ticking = true;
      thread.executeAfter(this::tick, 1, TimeUnit.SECONDS);
    }
    return expected;
  }

  /** Called on any thread; only the first answer to an exchange counts. */
  void send(Awaited to, DirectResponse response) {
    to.take().ifPresent(exchange -> send(new Letter(exchange, response)));
  }

  private void send(Letter letter) {
    letters.add(letter);
    if (called.compareAndSet(false, true)) {
      thread.execute(this);
    }
  }

  /** On the IO thread. */
  @Override
  public void run() {
    // In this order: a letter that comes after the last look calls the thread again.
    called.set(false);
    Letter letter = letters.poll();
    while (letter != null) {
      write(letter.exchange(), letter.response());
      letter = letters.poll();
    }
  }

  /** On the IO thread, once a second while something is awaited. */
  private void tick() {
    tick++;
    while (!awaited.isEmpty() && (awaited.peek().isAnswered() || awaited.peek().isLateAt(tick))) {
      Awaited oldest = awaited.remove();
      oldest.take().ifPresent(exchange -> write(exchange, oldest.endpoint().late()));
    }
    ticking = !awaited.isEmpty();
    if (ticking) {
      thread.executeAfter(this::tick, 1, TimeUnit.SECONDS);
    }
  }

  private static void write(HttpServerExchange exchange, DirectResponse response) {
    exchange.setStatusCode(response.status());
    response
        .headers()
        .forEach((name, value) -> exchange.getResponseHeaders().put(HeaderNames.of(name), value));
    byte[] body = response.body().octets();
    if (body.length == 0) {
      exchange.endExchange();
    } else {
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
  }
}
