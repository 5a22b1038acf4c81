package org.opentws.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.DocumentSignature;
import org.opentws.audit.Outcome;
import org.opentws.backup.store.BackupRepository;
import org.opentws.backup.store.BackupRow;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Sha256;

/**
 * RESTORE_BACKUP: {backup, sha256, reason}. Two persons agree to restore one backup (BK3.2). The
 * server, which lives on the database, only gives the signed order for it; {@code ./tws backup
 * restore} follows it when every node has stopped.
 */
@ApplicationScoped
public class RestoreBackupOperation implements OperationHandler {
  private static final String BACKUP = "backup";
  private static final String SHA256 = "sha256";
  private static final String REASON = "reason";
  private static final int REASON_CHARACTERS_MAX = 400;

  private final BackupSettings settings = BackupSettings.configured();
  private final BackupDirectory directory = new BackupDirectory(settings.directory());

  @Inject BackupRepository backups;
  @Inject BackupMaking making;
  @Inject DocumentSignature signature;
  @Inject Randomness randomness;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return "RESTORE_BACKUP";
  }

  @Override
  public String describe(Map<String, String> given) {
    BackupRow row = row(given);
    return ("Give the order to restore the backup %s of %s (SHA-256 %s): everything that was done after it is taken"
            + " back, when every node has stopped: %s")
        .formatted(row.id(), row.madeAt(), row.sha256(), given.getOrDefault(REASON, ""));
  }

  @Override
  public Map<String, String> execute(Map<String, String> given, Caller requester, Caller approver) {
    BackupRow row = row(given);
    Path file = directory.file(row.file());
    demandGenuine(row, file);
    Instant now = time.now();
    Instant end = now.plus(settings.orderLife());
    String id = randomness.identifier();
    audit.record(
        new AuditEvent(
            AuditEventType.BACKUP_RESTORE_ORDERED,
            Outcome.SUCCESS,
            requester.account(),
            BackupJournal.object(row.id()),
            Map.of(
                "documentSha256",
                row.sha256(),
                REASON,
                given.getOrDefault(REASON, ""),
                "approver",
                approver.account(),
                "approverPerson",
                approver.person(),
                "requesterPerson",
                requester.person())));
    write(
        row,
        new RestoreOrder(
            RestoreOrder.FORMAT,
            id,
            row.id(),
            row.sha256(),
            requester.account(),
            requester.person(),
            approver.account(),
            approver.person(),
            now.toString(),
            end.toString()),
        now);
    return Map.of("order", id, "until", end.toString(), "command", "./tws backup restore " + file);
  }

  private void write(BackupRow row, RestoreOrder order, Instant now) {
    byte[] document = order.encoded();
    byte[] signed = signature.over(document, now);
    directory.write(row.file() + RestoreOrder.SIGNATURE, out -> out.write(signed));
    directory.write(row.file() + RestoreOrder.DOCUMENT, out -> out.write(document));
  }

  private BackupRow row(Map<String, String> given) {
    String reason = given.getOrDefault(REASON, "");
    if (!given.keySet().equals(Set.of(BACKUP, SHA256, REASON))
        || reason.isBlank()
        || reason.length() > REASON_CHARACTERS_MAX) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "parameters are backup, sha256 and reason, with a reason");
    }
    BackupRow row =
        backups
            .find(given.getOrDefault(BACKUP, ""))
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such backup"));
    if (!row.sha256().equals(given.getOrDefault(SHA256, ""))) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the backup's SHA-256 is another one: " + row.sha256());
    }
    if (!directory.has(row.file())) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the file is not in this node's directory: " + row.file());
    }
    return row;
  }

  /** BK2.1: an altered one is an alarm, and no order is given for it. */
  private void demandGenuine(BackupRow row, Path file) {
    List<String> wrong = wrong(row, file);
    if (!wrong.isEmpty()) {
      audit.recordAndWait(
          AuditEvent.alarm(
              AlarmKind.BACKUP_ALTERED,
              "backup",
              BackupJournal.object(row.id()),
              Map.of("detail", wrong.get(0))));
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the backup is not as it was made: " + wrong.get(0));
    }
  }

  private List<String> wrong(BackupRow row, Path file) {
    try (BackupArchive archive = BackupArchive.open(file)) {
      List<String> wrong = archive.verify(authority());
      return wrong.isEmpty() && !Sha256.hex(file).equals(row.sha256())
          ? List.of("its SHA-256 is another one")
          : wrong;
    } catch (BackupFault e) {
      return List.of(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException("the backup cannot be read", e);
    }
  }

  private X509Certificate authority() {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(making.authority().octets()));
    } catch (CertificateException e) {
      throw new IllegalStateException("the management CA's certificate was read before", e);
    }
  }
}
