package org.opentws.revocationstatus;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.opentws.revocationstatus.store.ChangeChain;

/**
 * The status changes that this node has committed and has not yet found in the log of changes: what
 * somebody takes out of the database in that moment is known all the same (RS1.3).
 */
final class OwnChanges {
  /** By their numbers. Guarded by this. */
  private final TreeMap<Long, CommittedChange> waiting = new TreeMap<>();

  synchronized void committed(CommittedChange change) {
    waiting.put(change.chain().sequence(), change);
  }

  /** Those that are waited for, in the order of their numbers. */
  synchronized List<CommittedChange> waiting() {
    return List.copyOf(waiting.values());
  }

  /**
   * The log of changes was read.
   *
   * @param followed the chain with each change that it has
   */
  synchronized void found(Collection<ChangeChain> followed) {
    followed.forEach(
        chain ->
            waiting.computeIfPresent(
                chain.sequence(), (number, own) -> own.chain().equals(chain) ? null : own));
  }
}
