package org.opentws.idempotency;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import org.opentws.idempotency.store.EarlierRequest;
import org.opentws.idempotency.store.IdempotencyRepository;
import org.opentws.idempotency.store.IdempotentRequest;
import org.opentws.idempotency.store.StoredAnswer;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Remembers the first answer to each write. The claim is committed before the write begins and the
 * answer before it leaves, each in a transaction of its own:
 *
 * <ul>
 *   <li>a crash before the claim leaves nothing: the repeated request is the first one;
 *   <li>a crash between claim and answer leaves a claim without an answer. Whether the effect took
 *       place is not known here, so it is not done again under this key; the caller is told to
 *       look;
 *   <li>a crash after the answer was stored leaves the answer, which the repeated request gets.
 * </ul>
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class IdempotencyService {
  @Inject IdempotencyRepository requests;
  @Inject IdempotencyConfiguration configuration;
  @Inject TrustedTime time;

  /**
   * Names a write.
   *
   * @param owner who sends it; empty if the sender cannot be told from others: the key then counts
   *     only together with the very same request, so that it opens nobody else's answer
   * @param path with the query
   */
  @PermitAll
  @TransactionAttribute(TransactionAttributeType.SUPPORTS)
  public IdempotentRequest name(String owner, String key, String method, String path, Der body) {
    MessageDigest digest = Sha256.digest();
    digest.update((method + "\n" + path + "\n").getBytes(StandardCharsets.UTF_8));
    byte[] hash = digest.digest(body.octets());
    String scope = owner.isEmpty() ? "request:" + java.util.HexFormat.of().formatHex(hash) : owner;
    return new IdempotentRequest(scope, key, Der.of(hash));
  }

  /** Claims the key, or says what became of the request that claimed it before. */
  @PermitAll
  public IdempotencyVerdict begin(IdempotentRequest request) {
    Instant now = time.now();
    if (requests.claim(request, now)) {
      return new IdempotencyVerdict.Fresh();
    }
    return requests
        .find(request)
        .map(earlier -> judge(request, earlier, now))
        // Released or forgotten between the two statements: the caller may try again at once.
        .orElseGet(IdempotencyVerdict.InProgress::new);
  }

  private IdempotencyVerdict judge(IdempotentRequest request, EarlierRequest earlier, Instant now) {
    if (!earlier.hash().equals(request.hash())) {
      return new IdempotencyVerdict.Reused();
    }
    if (earlier.answer().isPresent()) {
      return new IdempotencyVerdict.Answered(earlier.answer().get());
    }
    boolean interrupted = earlier.claimedAt().plus(configuration.inProgressMax()).isBefore(now);
    return interrupted ? new IdempotencyVerdict.Interrupted() : new IdempotencyVerdict.InProgress();
  }

  /** Stores the answer; durable when this returns. */
  @PermitAll
  public void answer(IdempotentRequest request, StoredAnswer answer) {
    requests.answer(request, answer, time.now());
  }

  /** Nothing was done: the key may be used again. */
  @PermitAll
  public void release(IdempotentRequest request) {
    requests.release(request);
  }
}
