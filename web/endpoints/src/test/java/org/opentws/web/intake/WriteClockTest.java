package org.opentws.web.intake;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xnio.Options;

class WriteClockTest {
  private static final int WRITE_TIMEOUT_MS = 100;
  private static final int PARTS = 16;
  private static final byte[] PART = new byte[8192];
  private static final String NO_CONTENT = "/no-content";

  private final Undertow server =
      Undertow.builder()
          .addHttpListener(0, InetAddress.getLoopbackAddress().getHostAddress())
          .setSocketOption(Options.WRITE_TIMEOUT, WRITE_TIMEOUT_MS)
          .setHandler(new RequestIntake(new BlockingHandler(WriteClockTest::answer), 1))
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  /** What is not nothing is large, and comes when the clock of an answer before has run out. */
  private static void answer(HttpServerExchange exchange) throws Exception {
    if (exchange.getRequestPath().equals(NO_CONTENT)) {
      exchange.setStatusCode(204);
      return;
    }
    Thread.sleep(2 * WRITE_TIMEOUT_MS);
    exchange.setResponseContentLength((long) PARTS * PART.length);
    try (OutputStream out = exchange.getOutputStream()) {
      for (int i = 0; i < PARTS; i++) {
        out.write(PART);
      }
    }
  }

  @Test
  void largeAnswerThatComesLateAfterOneWithoutBodyIsWhole() throws Exception {
    try (Socket connection = new Socket()) {
      connection.connect((InetSocketAddress) server.getListenerInfo().get(0).getAddress());
      assertEquals("HTTP/1.1 204 No Content", head(connection, NO_CONTENT));
      assertEquals("HTTP/1.1 200 OK", head(connection, "/large"));
      assertArrayEquals(
          new byte[PARTS * PART.length],
          connection.getInputStream().readNBytes(PARTS * PART.length));
    }
  }

  /** Asks, and reads up to the empty line; returns the first line. */
  private static String head(Socket connection, String path) throws IOException {
    String request = "GET " + path + " HTTP/1.1\r\nHost: here\r\n\r\n";
    connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = connection.getInputStream().read();
      assertNotEquals(-1, octet, "cut after: " + head);
      head.append((char) octet);
    }
    return head.substring(0, head.indexOf("\r\n"));
  }
}
