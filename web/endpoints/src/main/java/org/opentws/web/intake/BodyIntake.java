package org.opentws.web.intake;

import io.undertow.connector.PooledByteBuffer;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.web.Problem;
import org.opentws.error.web.RefusalProblem;
import org.xnio.ChannelListener;
import org.xnio.channels.StreamSourceChannel;

/**
 * Takes in the body of one request as it arrives, without a thread that waits for it. The
 * application sees its first octets, up to a limit, and then its end; what is beyond is read and
 * thrown away, so that the sender comes to hear the answer. A body beyond all measure is refused
 * here.
 */
final class BodyIntake implements ChannelListener<StreamSourceChannel> {
  /** Farther than this nobody's body is read. */
  private static final long READ_OCTETS_MAX = 64L << 20;

  private static final int SCRATCH_OCTETS = 16_384;

  private final RequestIntake intake;
  private final HttpServerExchange exchange;
  private final int keptOctetsMax;
  private final StreamSourceChannel channel;
  private final List<PooledByteBuffer> kept = new ArrayList<>();
  private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH_OCTETS);
  private long keptOctets;

  BodyIntake(RequestIntake intake, HttpServerExchange exchange, int keptOctetsMax) {
    this.intake = intake;
    this.exchange = exchange;
    this.keptOctetsMax = keptOctetsMax;
    exchange.setMaxEntitySize(READ_OCTETS_MAX);
    this.channel = exchange.getRequestChannel();
    exchange.addExchangeCompleteListener(
        (completed, others) -> {
          intake.hold(-keptOctets);
          others.proceed();
        });
  }

  /** What has arrived with the request's head, within the call of the handlers before us. */
  void begin() throws Exception {
    Optional<HttpHandler> decided = takeIn();
    if (decided.isPresent()) {
      decided.get().handleRequest(exchange);
    } else {
      channel.getReadSetter().set(this);
      channel.resumeReads();
    }
  }

  /** More has arrived, or the connection has ended or waited too long. */
  @Override
  public void handleEvent(StreamSourceChannel source) {
    takeIn()
        .ifPresent(
            decided -> {
              channel.getReadSetter().set(null);
              channel.suspendReads();
              Connectors.executeRootHandler(decided, exchange);
            });
  }

  /** Who goes on with the request; nobody as long as more of it is to come. */
  private Optional<HttpHandler> takeIn() {
    try {
      int octets;
      do {
        if (!intake.mayHold(keptOctets)) {
          Connectors.terminateRequest(exchange);
          return refusal(RequestIntake.unavailable());
        }
        octets = read();
      } while (octets > 0);
      return octets == 0 ? Optional.empty() : Optional.of(whole());
    } catch (IOException e) {
      // The server has ended the request by itself if it was too large, else the connection is no
      // more: then there is nobody to answer.
      return exchange.isRequestComplete()
          ? refusal(RefusalProblem.of(Refusal.REQUEST_TOO_LARGE))
          : Optional.of(abandoned());
    }
  }

  private int read() throws IOException {
    if (keptOctets >= keptOctetsMax) {
      return channel.read(scratch.clear());
    }
    int octets = channel.read(room());
    if (octets > 0) {
      keptOctets += octets;
      intake.hold(octets);
    }
    return octets;
  }

  private ByteBuffer room() {
    if (kept.isEmpty() || !kept.get(kept.size() - 1).getBuffer().hasRemaining()) {
      kept.add(exchange.getConnection().getByteBufferPool().allocate());
    }
    return kept.get(kept.size() - 1).getBuffer();
  }

  private HttpHandler whole() {
    kept.forEach(buffer -> buffer.getBuffer().flip());
    Connectors.ungetRequestBytes(exchange, kept.toArray(new PooledByteBuffer[0]));
    Connectors.resetRequestChannel(exchange);
    return intake.next();
  }

  private Optional<HttpHandler> refusal(Problem problem) {
    release();
    return Optional.of(refused -> RequestIntake.refuse(refused, problem));
  }

  private HttpHandler abandoned() {
    release();
    exchange.setPersistent(false);
    return HttpServerExchange::endExchange;
  }

  private void release() {
    kept.forEach(PooledByteBuffer::close);
    kept.clear();
  }
}
