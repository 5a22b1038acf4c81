package org.opentws.revocationstatus;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.StatusRow;

/**
 * Rows that were read lately, a bounded number of them: two generations, of which the older one is
 * dropped when the younger is full. A row counts only while the log of changes has nothing newer
 * about its certificate. For the status reader's thread alone.
 */
final class KnownRows {
  private final int generationMax;
  private Map<CertificateName, StatusRow> young = new HashMap<>();
  private Map<CertificateName, StatusRow> old = new HashMap<>();

  KnownRows(int rowsMax) {
    this.generationMax = rowsMax / 2;
  }

  /** The row of a certificate if it is still the one that the last change made. */
  Optional<StatusRow> find(CertificateName name, KnownChanges changes) {
    StatusRow row = young.get(name);
    if (row == null) {
      row = old.get(name);
      if (row != null) {
        put(row, name);
      }
    }
    return row != null && row.changeSequence() == changes.sequenceOf(name)
        ? Optional.of(row)
        : Optional.empty();
  }

  void put(StatusRow row, CertificateName name) {
    if (young.size() >= generationMax) {
      old = young;
      young = new HashMap<>();
    }
    young.put(name, row);
  }

  void forget() {
    young = new HashMap<>();
    old = new HashMap<>();
  }
}
