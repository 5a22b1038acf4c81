package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentws.error.ServiceUnavailable;
import org.opentws.gathering.Sharing;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * The queue before the device: a few threads take what has gathered, some at a time, and sign it in
 * one call, so that the device is never asked for more at once than it can do, and a request costs
 * no thread of its own. What does not fit into the queue is refused at once.
 */
@ApplicationScoped
public class OcspSigner {
  /** An answer that lacks nothing but its signature. */
  interface Unsigned {
    String ca();

    /** SingleResponses in their order. */
    List<Der> singles();

    /** Extensions of the response. */
    List<Der> extensions();

    void signed(Der response, ResponderCard card);

    void failed(RuntimeException why);
  }

  /** At 10 000 signatures a second the last one waits for less than a second. */
  private static final int WAITING_MAX = 8192;

  /** Signed in one call; a call must be short, for the others wait for the device. */
  private static final int CALL_MAX = 8;

  @Inject OcspResponder responder;
  @Inject TrustedTime trustedTime;
  @Inject RevocationStatusConfiguration configuration;

  private final Sharing<Unsigned> waiting = new Sharing<>(WAITING_MAX, CALL_MAX);

  private final DerTime producedAt = new DerTime();

  /**
   * Takes an answer; it is signed or failed exactly once, later, by a signing thread.
   *
   * @throws ServiceUnavailable DEVICE if too many are waiting
   */
  void submit(Unsigned answer) {
    if (!waiting.offer(answer)) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "too many answers are waiting for the device");
    }
  }

  /** How many wait for the device at this moment. */
  int waiting() {
    return waiting.waiting();
  }

  /** A signing thread: until {@link #stop}. */
  void signUntilStopped() {
    waiting.takeUntilStopped(configuration.signers(), this::sign);
  }

  void stop() {
    waiting.stop();
  }

  /** Signs a share of what waits. */
  void round() {
    sign(waiting.share(configuration.signers()));
  }

  /** One call into the device for each key among the answers. */
  private void sign(List<Unsigned> taken) {
    Map<String, List<Unsigned>> byCa = new LinkedHashMap<>();
    taken.forEach(answer -> byCa.computeIfAbsent(answer.ca(), ca -> new ArrayList<>()).add(answer));
    byCa.forEach(this::sign);
  }

  private void sign(String ca, List<Unsigned> answers) {
    ResponderCard card;
    List<byte[]> responseData = new ArrayList<>(answers.size());
    List<byte[]> signatures;
    try {
      card = responder.card(ca);
      byte[] now = producedAt.of(trustedTime.now().truncatedTo(ChronoUnit.SECONDS));
      for (Unsigned answer : answers) {
        responseData.add(card.responseData(now, answer.singles(), answer.extensions()));
      }
      signatures = responder.sign(card, responseData);
    } catch (RuntimeException e) {
      answers.forEach(answer -> answer.failed(e));
      return;
    }
    for (int i = 0; i < answers.size(); i++) {
      answers.get(i).signed(card.response(responseData.get(i), signatures.get(i)), card);
    }
  }
}
