package org.opentws.revocationstatus.store;

import java.util.Collection;
import java.util.List;

/**
 * Reads for many callers at once, in one statement and therefore one snapshot: what changed since a
 * number, and the rows of some certificates.
 */
public interface StatusReadRepository extends AutoCloseable {
  /** More changes than this are read in several turns. */
  int CHANGES_A_READ = 5000;

  /**
   * What one statement saw.
   *
   * @param changes after the number asked for, in their order, at most {@link #CHANGES_A_READ}
   * @param rows of those certificates that were ever issued
   */
  record StatusRead(List<SealedChange> changes, List<StatusRow> rows) {
    public boolean isAll() {
      return changes.size() < CHANGES_A_READ;
    }
  }

  /**
   * Reads once.
   *
   * @throws org.opentws.error.ServiceUnavailable DATABASE; the next call connects anew
   */
  StatusRead read(long afterSequence, Collection<CertificateName> asked);

  /** Gives the connection up; the next read opens another. */
  @Override
  void close();
}
