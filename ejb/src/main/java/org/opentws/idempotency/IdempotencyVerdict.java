package org.opentws.idempotency;

import org.opentws.idempotency.store.StoredAnswer;

/** What to do with a write that came under a key. */
public sealed interface IdempotencyVerdict {
  /** The key is new and now claimed: do it, then answer or release. */
  record Fresh() implements IdempotencyVerdict {}

  /** The same request was answered before: give that answer again. */
  record Answered(StoredAnswer answer) implements IdempotencyVerdict {}

  /** The same request is being worked on at this moment. */
  record InProgress() implements IdempotencyVerdict {}

  /**
   * The same request was begun so long ago that its server must have died, and nobody can say
   * whether its effect took place. It is never done again under this key.
   */
  record Interrupted() implements IdempotencyVerdict {}

  /** The key belongs to another request. */
  record Reused() implements IdempotencyVerdict {}
}
