package org.opentws.web.direct;

import io.undertow.server.HttpServerExchange;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** An exchange whose answer is awaited: whoever takes it first answers it, nobody else can. */
final class Awaited {
  private final DirectEndpoint endpoint;
  private final int lateAt;
  private final AtomicReference<@Nullable HttpServerExchange> exchange;

  /**
   * @param lateAt number of the tick after which it is too late
   */
  Awaited(HttpServerExchange exchange, DirectEndpoint endpoint, int lateAt) {
    this.exchange = new AtomicReference<>(exchange);
    this.endpoint = endpoint;
    this.lateAt = lateAt;
  }

  DirectEndpoint endpoint() {
    return endpoint;
  }

  boolean isLateAt(int tick) {
    return tick - lateAt > 0;
  }

  boolean isAnswered() {
    return exchange.get() == null;
  }

  /** Empty from the second call on. */
  Optional<HttpServerExchange> take() {
    return Optional.ofNullable(exchange.getAndSet(null));
  }
}
