package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;

/**
 * Strangers who want the status service to fall: many ask for serials that nobody ever issued, many
 * hold connections open on which nearly nothing comes, some send bodies without end.
 */
final class Flood implements AutoCloseable {
  private static final int ASKERS = 16;
  private static final int SLOW_HEADS = 2_000;
  private static final int SLOW_BODIES = 500;
  private static final int GIANTS = 4;
  private static final int SERIAL_BITS = 150;
  private static final int CHUNK = 65_536;

  /** More than any of our services reads of a body. */
  private static final long GIANT_OCTETS = 80L << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final RunningSystem system;
  private final URI ocsp;
  private final RawHttp http;
  private final Queue<Socket> slow = new ConcurrentLinkedQueue<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private volatile boolean over;

  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong good = new AtomicLong();
  private final AtomicLong giantOctets = new AtomicLong();
  private final AtomicLong giantsTaken = new AtomicLong();

  Flood(RunningSystem system) {
    this.system = system;
    this.ocsp = system.uri("ocsp");
    this.http = new RawHttp(system, system.uri("publicHttp"));
  }

  /** Connections that are held open. */
  int held() {
    return slow.size();
  }

  /** Answers to questions about serials. */
  long answers() {
    return answers.get();
  }

  /** Among them those that say good of what nobody ever issued. */
  long good() {
    return good.get();
  }

  /** Mebibytes of giant bodies that went out. */
  long giantMebibytes() {
    return giantOctets.get() >> 20;
  }

  /** How many giant bodies the server took to their end. */
  long giantsTaken() {
    return giantsTaken.get();
  }

  Flood begin() throws IOException {
    for (int i = 0; i < SLOW_HEADS; i++) {
      slow.add(http.begin("GET /ocsp HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
    }
    for (int i = 0; i < SLOW_BODIES; i++) {
      slow.add(
          http.begin(
              "POST /ocsp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ocsp-request"
                  + "\r\nContent-Length: 60000\r\n\r\n0"));
    }
    for (int i = 0; i < ASKERS; i++) {
      threads.execute(this::ask);
    }
    for (int i = 0; i < GIANTS; i++) {
      String path = List.of("/ocsp", "/tsa", "/crl/issuing.crl", "/nothing").get(i);
      threads.execute(() -> send(path));
    }
    threads.execute(this::drip);
    return this;
  }

  private void ask() {
    HttpClient client = HttpClient.newHttpClient();
    Random random = new Random();
    while (!over) {
      byte[] question =
          new OcspQuestion(system)
              .about(new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS))
              .encoded();
      HttpRequest request =
          HttpRequest.newBuilder(ocsp)
              .timeout(PATIENCE)
              .header("Content-Type", "application/ocsp-request")
              .POST(HttpRequest.BodyPublishers.ofByteArray(question))
              .build();
      try {
        count(client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
      } catch (IOException e) {
        // Turned away: that is what a flood may expect.
        continue;
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void count(byte[] answer) throws IOException {
    answers.incrementAndGet();
    try {
      if (new OCSPResp(answer).getResponseObject() instanceof BasicOCSPResp basic
          && basic.getResponses()[0].getCertStatus() == null) {
        good.incrementAndGet();
      }
    } catch (OCSPException e) {
      throw new IOException(e);
    }
  }

  private void send(String path) {
    byte[] chunk = new byte[CHUNK];
    while (!over) {
      String head =
          "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/ocsp-request\r\n"
                  .formatted(path)
              + "Content-Length: %d\r\n\r\n".formatted(GIANT_OCTETS);
      try (Socket socket = http.begin(head)) {
        OutputStream out = socket.getOutputStream();
        long sent = 0;
        while (sent < GIANT_OCTETS && !over) {
          out.write(chunk);
          sent += CHUNK;
          giantOctets.addAndGet(CHUNK);
        }
        if (sent >= GIANT_OCTETS) {
          giantsTaken.incrementAndGet();
        }
      } catch (IOException e) {
        // The server ended the connection.
        continue;
      }
    }
  }

  /** One octet now and then, so that no timeout of silence helps; who was thrown out comes back. */
  private void drip() {
    try {
      while (!over) {
        TimeUnit.SECONDS.sleep(1);
        for (Socket socket : List.copyOf(slow)) {
          if (!dripped(socket)) {
            slow.remove(socket);
            slow.add(http.begin("GET /ocsp HTTP/1.1\r\nHost: localhost\r\nX-Slow: "));
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // Nobody listens any more, or the flood is over.
      over = true;
    }
  }

  private static boolean dripped(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write('a');
      return true;
    } catch (IOException e) {
      socket.close();
      return false;
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    over = true;
    threads.shutdownNow();
    threads.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    for (Socket socket : new ArrayList<>(slow)) {
      socket.close();
    }
  }
}
