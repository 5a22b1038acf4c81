package org.opentws.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.opentws.access.Caller;
import org.opentws.archive.store.ArchiveRepository;
import org.opentws.archive.store.StoredArchive;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/**
 * DELETE_ARCHIVE: {archive, reason}. AR3.1: what is in an archive goes when its retention is over
 * and two persons say so; its number, period, digest, index and who deleted it stay for ever.
 */
@ApplicationScoped
public class DeleteArchiveOperation implements OperationHandler {
  private static final String ARCHIVE = "archive";
  private static final String REASON = "reason";
  private static final int REASON_CHARACTERS_MAX = 400;

  @Inject ArchiveRepository repository;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return "DELETE_ARCHIVE";
  }

  @Override
  public String describe(Map<String, String> given) {
    StoredArchive archive = deletable(given);
    return ("Delete for ever what is in archive %d: %d certificates, revocation lists and bundles of audit records"
            + " from %s to %s, %d octets, SHA-256 %s, to be kept until %s. Its number, period, digest and index stay."
            + " Reason: %s")
        .formatted(
            archive.number(),
            archive.entries(),
            archive.from(),
            archive.to(),
            archive.length(),
            archive.sha256(),
            archive.keepUntil(),
            reason(given));
  }

  @Override
  public Map<String, String> execute(Map<String, String> given, Caller requester, Caller approver) {
    StoredArchive archive = deletable(given);
    StoredArchive.Deletion deletion =
        new StoredArchive.Deletion(
            time.now(),
            reason(given),
            requester.account(),
            requester.person(),
            approver.account(),
            approver.person());
    if (!repository.delete(archive.number(), deletion)) {
      throw new RequestRefused(Refusal.WRONG_STATE, "it was deleted meanwhile");
    }
    audit.record(
        new AuditEvent(
            AuditEventType.ARCHIVE_DELETED,
            Outcome.SUCCESS,
            requester.account(),
            "archive:" + archive.number(),
            Map.of(
                "archiveSha256",
                archive.sha256(),
                "from",
                archive.from().toString(),
                "to",
                archive.to().toString(),
                REASON,
                reason(given),
                "approver",
                approver.account(),
                "approverPerson",
                approver.person())));
    return Map.of("archive", Long.toString(archive.number()), "sha256", archive.sha256());
  }

  /** Refuses what must be kept; the database does so again. */
  private StoredArchive deletable(Map<String, String> given) {
    String number = given.getOrDefault(ARCHIVE, "");
    if (!given.keySet().equals(Set.of(ARCHIVE, REASON))
        || !number.matches("[1-9][0-9]{0,17}")
        || reason(given).isEmpty()
        || reason(given).length() > REASON_CHARACTERS_MAX
        || reason(given).chars().anyMatch(Character::isISOControl)) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST,
          "parameters are archive, its number, and reason: 1 to %d characters on one line"
              .formatted(REASON_CHARACTERS_MAX));
    }
    StoredArchive archive =
        repository
            .find(Long.parseLong(number))
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such archive"));
    archive
        .deletion()
        .ifPresent(
            deletion -> {
              throw new RequestRefused(
                  Refusal.WRONG_STATE, "this archive was deleted at " + deletion.at());
            });
    if (time.now().isBefore(archive.keepUntil())) {
      throw new RequestRefused(
          Refusal.LEGAL_HOLD,
          "legal hold: archive %d must be kept until %s"
              .formatted(archive.number(), archive.keepUntil()));
    }
    return archive;
  }

  private static String reason(Map<String, String> given) {
    return given.getOrDefault(REASON, "").strip();
  }
}
