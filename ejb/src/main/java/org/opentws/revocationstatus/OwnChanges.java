package org.opentws.revocationstatus;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.revocationstatus.store.ChangeChain;

/**
 * The status changes that this node has committed and has not yet found in the log of changes: what
 * somebody takes out of the database in that moment is known all the same (RS1.3).
 */
final class OwnChanges {
  /** About to be committed: the log may have them before this node knows that they are. */
  private final Map<ChangeChain, CommittedChange> expected = new HashMap<>();

  /** Committed, by their numbers. Guarded by this, as all here. */
  private final TreeMap<Long, CommittedChange> waiting = new TreeMap<>();

  /** Before its commit. */
  synchronized void expect(CommittedChange change) {
    expected.put(change.chain(), change);
  }

  /** After its commit. */
  synchronized void committed(CommittedChange change) {
    // Where the log has shown it meanwhile there is nothing to wait for.
    if (expected.remove(change.chain()) != null) {
      waiting.put(change.chain().sequence(), change);
    }
  }

  /** It was rolled back. */
  synchronized void dropped(CommittedChange change) {
    expected.remove(change.chain());
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
    for (ChangeChain chain : followed) {
      expected.remove(chain);
      waiting.computeIfPresent(
          chain.sequence(), (number, own) -> own.chain().equals(chain) ? null : own);
    }
  }
}
