package org.opentws.revocationstatus;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

/** The status tables in memory; a test may set rows back behind everybody's back. */
public final class TestStatusRepository extends CertificateStatusRepository {
  public final Map<String, StatusRow> rows = new HashMap<>();
  public final List<StatusChangeRow> changes = new ArrayList<>();

  @Override
  public void insertGood(String issuer, SerialNumber serial, boolean tspKey) {
    rows.put(
        issuer + "/" + serial,
        new StatusRow(
            issuer,
            serial,
            CertificateState.GOOD,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            0,
            tspKey));
  }

  @Override
  public Optional<StatusRow> find(String issuer, SerialNumber serial) {
    return Optional.ofNullable(rows.get(issuer + "/" + serial));
  }

  @Override
  public Optional<StatusRow> lock(String issuer, SerialNumber serial) {
    return find(issuer, serial);
  }

  @Override
  public List<StatusRow> listed(String issuer) {
    return rows.values().stream().filter(row -> row.state() != CertificateState.GOOD).toList();
  }

  @Override
  public long change(StatusRow changed) {
    long sequence = lastSequence() + 1;
    rows.put(
        changed.issuer() + "/" + changed.serial(),
        new StatusRow(
            changed.issuer(),
            changed.serial(),
            changed.state(),
            changed.reason(),
            changed.changedAt(),
            changed.invalidityDate(),
            sequence,
            changed.tspKey()));
    changes.add(new StatusChangeRow(sequence, changed.issuer(), changed.serial(), changed.state()));
    return sequence;
  }

  @Override
  public long lastSequence() {
    return changes.size();
  }

  @Override
  public List<StatusChangeRow> changesAfter(long sequence, int limit) {
    return changes.stream().filter(c -> c.sequence() > sequence).limit(limit).toList();
  }
}
