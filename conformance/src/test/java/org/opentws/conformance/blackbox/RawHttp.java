package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.opentws.conformance.Evidence;

/** HTTP as no client library would speak it: octets to a listener, octets back. */
final class RawHttp {
  private static final int PATIENCE_MILLIS = 30_000;

  private final RunningSystem system;
  private final URI listener;

  RawHttp(RunningSystem system, URI listener) {
    this.system = system;
    this.listener = listener;
  }

  /** A connection on which the octets were sent; whoever calls closes it. */
  Socket begin(String octets) throws IOException {
    Socket socket =
        listener.getScheme().equals("https")
            ? system
                .anonymousTls()
                .getSocketFactory()
                .createSocket(listener.getHost(), listener.getPort())
            : new Socket(listener.getHost(), listener.getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return socket;
  }

  /** The whole answer; the request has to say {@code Connection: close}. */
  String say(String request) {
    try (Socket socket = begin(request)) {
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      Evidence.note(
          request.lines().findFirst().orElse("") + ": " + answer.lines().findFirst().orElse(""));
      return answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer to a request of these lines and this body. */
  String ask(String startLine, String headers, String body) {
    return say(
        startLine
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + headers
            + "\r\n"
            + body);
  }
}
