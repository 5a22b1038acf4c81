package org.opentws.externalmessage.store;

import java.time.Instant;

/** Remembers which sealed messages were opened (GE.1c). */
public interface OpenedMessageRepository {
  /**
   * Remembers a message in the caller's transaction: if that rolls back, the message may be opened
   * again. Waits for another transaction that is just opening the same message.
   *
   * @return false if it was remembered before: a replay
   */
  boolean remember(String nonce, String sender, Instant sealedAt);

  /** Forgets some messages sealed before the limit: their message time alone refuses them. */
  void forget(Instant sealedBefore);
}
