package org.opentws.web.direct;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.xnio.XnioIoThread;

/**
 * Answers on their way back to one IO thread. What has gathered while the thread was busy is sent
 * in one turn: answers are recorded in batches, so they come in batches.
 */
final class DirectOutbox implements Runnable {
  private static final Map<String, HttpString> NAMES = new ConcurrentHashMap<>();

  private record Letter(HttpServerExchange exchange, DirectResponse response) {}

  private final XnioIoThread thread;
  private final Queue<Letter> letters = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean called = new AtomicBoolean();

  DirectOutbox(XnioIoThread thread) {
    this.thread = thread;
  }

  /** Called on any thread. */
  void send(HttpServerExchange exchange, DirectResponse response) {
    letters.add(new Letter(exchange, response));
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

  private static void write(HttpServerExchange exchange, DirectResponse response) {
    exchange.setStatusCode(response.status());
    response
        .headers()
        .forEach(
            (name, value) ->
                exchange
                    .getResponseHeaders()
                    .put(NAMES.computeIfAbsent(name, HttpString::new), value));
    byte[] body = response.body().octets();
    if (body.length == 0) {
      exchange.endExchange();
    } else {
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
    }
  }
}
