package org.opentws.keymanagement;

import java.util.ArrayList;
import java.util.List;
import org.opentws.keymanagement.store.KeyBackup;
import org.opentws.keymanagement.store.KeyBackupRepository;

/** Backups in memory. */
final class FakeBackups extends KeyBackupRepository {
  final List<KeyBackup> rows = new ArrayList<>();

  @Override
  public void add(KeyBackup backup) {
    rows.add(backup);
  }

  @Override
  public List<KeyBackup> of(String keyId) {
    return rows.stream()
        .filter(row -> row.keyId().equals(keyId) && row.wrapped().isPresent())
        .toList();
  }
}
