package org.opentws.revocationstatus;

import java.util.List;
import java.util.function.Consumer;
import org.opentws.revocationstatus.store.SealedChange;

/** A node that starts without knowing anything, and keeps nothing. */
final class TestJournal extends ChangeJournal {
  @Override
  synchronized void read(int atMost, Consumer<List<SealedChange>> taken) {
    // nothing is known
  }

  @Override
  synchronized void append(List<SealedChange> changes) {
    // nothing is kept
  }

  @Override
  synchronized void force() {
    // nothing was written
  }
}
