package org.opentws.backup;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.EJB;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.opentws.access.Caller;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.backup.store.BackupRepository;
import org.opentws.backup.store.BackupRow;
import org.opentws.backup.store.DatabaseSnapshot;
import org.opentws.backup.store.SnapshotRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Sha256;

/** 5.2.8.2: backups on demand. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BackupService {
  private static final DateTimeFormatter NAMED =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final int LISTED = 200;

  private final BackupDirectory directory =
      new BackupDirectory(BackupSettings.configured().directory());

  @EJB BackupJournal journal;
  @Inject BackupMaking making;
  @Inject SnapshotRepository snapshots;
  @Inject BackupRepository backups;
  @Inject CurrentCaller caller;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /**
   * Makes one; when this returns it is whole and on the disk.
   *
   * @throws RequestRefused WRONG_STATE: another one is being made, or it cannot be written
   * @throws org.opentws.error.ServiceUnavailable DEVICE, KEY, DATABASE
   */
  @RolesAllowed(PermissionName.BACKUP_CREATE)
  public BackupView create() {
    Caller asking = caller.get();
    String id = randomness.identifier();
    try (DatabaseSnapshot snapshot = snapshots.open()) {
      directory.discardUnfinished();
      String name = "opentws-" + NAMED.format(time.now()) + "-" + id + ".zip";
      Path file = directory.write(name, out -> making.write(out, snapshot, id, asking));
      return kept(id, asking, file);
    } catch (UncheckedIOException e) {
      String reason = "the backup cannot be written: " + e.getCause();
      journal.failed(id, asking.account(), reason);
      throw new RequestRefused(Refusal.WRONG_STATE, reason + "; nothing is left of it", e);
    }
  }

  private BackupView kept(String id, Caller asking, Path file) {
    try {
      BackupRow row =
          new BackupRow(
              id,
              time.now(),
              asking.account(),
              file.getFileName().toString(),
              Files.size(file),
              Sha256.hex(file));
      journal.made(row);
      return view(row);
    } catch (IOException e) {
      directory.remove(file);
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      // What is in no list and no record would be a copy that nobody knows of.
      directory.remove(file);
      throw e;
    }
  }

  /** Newest first, at most 200. */
  @RolesAllowed(PermissionName.BACKUP_CREATE)
  public List<BackupView> list() {
    return backups.newest(LISTED).stream().map(this::view).toList();
  }

  private BackupView view(BackupRow row) {
    return new BackupView(
        row.id(),
        row.madeAt(),
        row.account(),
        row.octets(),
        row.sha256(),
        row.file(),
        directory.has(row.file()));
  }

  /**
   * The file, to be taken to another place; recorded before.
   *
   * @throws RequestRefused NOT_FOUND
   */
  @RolesAllowed(PermissionName.BACKUP_CREATE)
  public Path file(String id) {
    BackupRow row =
        backups
            .find(id)
            .filter(found -> directory.has(found.file()))
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such backup here"));
    journal.read(row, caller.get().account());
    return directory.file(row.file());
  }
}
