package org.opentws.web.direct;

import io.undertow.io.Receiver;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.value.Der;
import org.xnio.XnioIoThread;

/** Stands before the servlets of the public war, on the IO thread. */
public final class DirectHandler implements HttpHandler {
  private static final Der NOTHING = Der.of(new byte[0]);

  private final HttpHandler servlets;
  private final DirectEndpoints endpoints;
  private final Map<XnioIoThread, DirectOutbox> outboxes = new ConcurrentHashMap<>();

  public DirectHandler(HttpHandler servlets, DirectEndpoints endpoints) {
    this.servlets = servlets;
    this.endpoints = endpoints;
  }

  @Override
  public void handleRequest(HttpServerExchange exchange) throws Exception {
    Optional<DirectEndpoint> endpoint = endpoints.at(exchange.getRelativePath());
    if (endpoint.isEmpty()) {
      servlets.handleRequest(exchange);
    } else if (exchange.getRequestMethod().equals(Methods.POST)) {
      read(exchange, endpoint.get());
    } else if (exchange.getRequestMethod().equals(Methods.GET)
        || exchange.getRequestMethod().equals(Methods.HEAD)) {
      take(exchange, endpoint.get(), NOTHING, false);
    } else {
      exchange.setStatusCode(DirectResponse.METHOD_NOT_ALLOWED);
      exchange.getResponseHeaders().put(Headers.ALLOW, "GET, HEAD, POST");
      exchange.endExchange();
    }
  }

  private void read(HttpServerExchange exchange, DirectEndpoint endpoint) {
    Receiver receiver = exchange.getRequestReceiver();
    receiver.setMaxBufferSize(endpoint.bodyOctetsMax());
    receiver.receiveFullBytes(
        (received, body) -> take(received, endpoint, Der.of(body), false),
        (received, failure) -> {
          if (failure instanceof Receiver.RequestToLargeException) {
            // Nobody reads the rest: the connection ends with this answer.
            received.setPersistent(false);
            take(received, endpoint, NOTHING, true);
          } else {
            received.endExchange();
          }
        });
  }

  private void take(
      HttpServerExchange exchange, DirectEndpoint endpoint, Der body, boolean tooLong) {
    DirectRequest request =
        new DirectRequest(
            exchange.getRequestMethod().toString(),
            below(exchange, endpoint),
            name ->
                Optional.ofNullable(exchange.getRequestHeaders().getFirst(HeaderNames.of(name))),
            body,
            tooLong,
            new DirectRequest.Origin(
                requester(exchange), exchange.getRequestScheme().equals("https")));
    // Dispatched, so that the exchange stays open when this call returns.
    exchange.dispatch(
        SameThreadExecutor.INSTANCE,
        () -> {
          DirectOutbox outbox = outboxes.computeIfAbsent(exchange.getIoThread(), DirectOutbox::new);
          Awaited awaited = outbox.await(exchange, endpoint);
          endpoint.answer(request, response -> outbox.send(awaited, response));
        });
  }

  /** The path as it was sent: base64 has characters that decoding would change. */
  private static String below(HttpServerExchange exchange, DirectEndpoint endpoint) {
    String path = exchange.getRequestURI();
    int at = path.indexOf(endpoint.path() + "/");
    return at < 0 ? "" : path.substring(at + endpoint.path().length() + 1);
  }

  private static String requester(HttpServerExchange exchange) {
    InetSocketAddress source = exchange.getSourceAddress();
    return source.getAddress() == null
        ? source.getHostString()
        : source.getAddress().getHostAddress();
  }

  /** For tests: which paths never reach a servlet. */
  List<String> paths() {
    return endpoints.paths();
  }
}
