package org.opentws.conformance.blackbox;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Receivers of alarms outside of the system: an SMTP server, a web server, a syslog server. */
final class AlarmSinks {
  private AlarmSinks() {}

  /** A request to the web server. */
  record Post(Map<String, String> headers, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    /** Empty if there is none. */
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** Takes POSTs, on loopback. */
  static final class Web implements AutoCloseable {
    private final List<Post> posts = Collections.synchronizedList(new ArrayList<>());
    private final HttpServer server;

    /** With a status of its answers. */
    Web(int port, int status) {
      try {
        server =
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      server.createContext(
          "/",
          exchange -> {
            Map<String, String> headers = new HashMap<>();
            exchange
                .getRequestHeaders()
                .forEach(
                    (name, values) ->
                        headers.put(name.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            posts.add(new Post(headers, exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
          });
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    List<Post> posts() {
      return List.copyOf(posts);
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  /** What lines of text arrive at a port, and what is answered to each. */
  abstract static class Listener implements AutoCloseable {
    private final List<String> messages = Collections.synchronizedList(new ArrayList<>());
    private final ServerSocket server;

    Listener(ServerSocket server) {
      this.server = server;
      Thread thread = new Thread(this::serve, "alarm sink");
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return server.getLocalPort();
    }

    List<String> messages() {
      return List.copyOf(messages);
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket client = server.accept()) {
          messages.add(receive(client));
        } catch (IOException e) {
          // A client that went away, or our own end: the next one, if there is one.
          continue;
        }
      }
    }

    abstract String receive(Socket client) throws IOException;

    @Override
    public void close() {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static ServerSocket plain(int port) {
    try {
      return new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As much of SMTP (RFC 5321) as a sender needs. */
  static final class Mail extends Listener {
    Mail() {
      this(0);
    }

    Mail(int port) {
      super(plain(port));
    }

    @Override
    String receive(Socket client) throws IOException {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
      StringBuilder message = new StringBuilder();
      say(client, "220 test ESMTP");
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String command = line.toUpperCase(java.util.Locale.ROOT);
        if (command.startsWith("DATA")) {
          say(client, "354 go on");
          for (line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line).append('\n');
          }
          say(client, "250 taken");
        } else if (command.startsWith("QUIT")) {
          say(client, "221 bye");
          break;
        } else {
          message.append(command.startsWith("EHLO") ? "" : line + "\n");
          say(client, "250 ok");
        }
      }
      return message.toString();
    }

    private static void say(Socket client, String line) throws IOException {
      client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Syslog over TLS (RFC 5425). */
  static final class Syslog extends Listener {
    Syslog(SSLContext tls) throws IOException {
      this(tls, 0);
    }

    Syslog(SSLContext tls, int port) throws IOException {
      super(
          tls.getServerSocketFactory()
              .createServerSocket(port, 50, InetAddress.getLoopbackAddress()));
    }

    @Override
    String receive(Socket client) throws IOException {
      return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
