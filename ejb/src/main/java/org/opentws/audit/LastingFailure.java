package org.opentws.audit;

import java.time.Duration;
import java.time.Instant;

/** A failure that is told of once, when it has lasted. For one thread at a time. */
public final class LastingFailure {
  private Instant since = Instant.MAX;
  private boolean told;

  /** It was seen, maybe not for the first time. */
  public void seen(Instant now) {
    if (now.isBefore(since)) {
      since = now;
    }
  }

  /** Whether it has lasted so long and nobody was told; true only once. */
  public boolean isToBeTold(Instant now, Duration patience) {
    boolean tell = !told && !now.isBefore(since.plus(patience));
    told = told || tell;
    return tell;
  }

  /** All is well again. */
  public void over() {
    since = Instant.MAX;
    told = false;
  }
}
