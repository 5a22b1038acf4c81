package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusReadRepository;
import org.opentws.revocationstatus.store.StatusRow;

/**
 * RM1.3, RM2.1: brings back what a restored backup, or somebody with too many rights, has taken
 * from the log of changes. A node's journal holds each change as it was, seal included, so what
 * comes back is the same log again.
 */
@ApplicationScoped
public class StatusRestoration {
  @Inject CertificateStatusRepository repository;
  @Inject KnownChanges known;
  @Inject ChangeJournal journal;
  @Inject AuditLog auditLog;

  /**
   * Whether the database lacks changes that this node knows.
   *
   * @throws org.opentws.error.ServiceUnavailable DATABASE
   */
  public boolean isNeeded() {
    return known.isRecalled() && repository.lastSequence() < known.chain().sequence();
  }

  /**
   * Brings all of them back, or none.
   *
   * @return how many
   * @throws StatusNotTrusted if the database has another log than the one that this node knows
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public int restore() {
    ChangeChain database = repository.lockChain();
    List<SealedChange> lost = after(database);
    ChangeChain chain = database;
    for (SealedChange entry : lost) {
      chain = chain.with(entry.change());
      restore(entry, chain);
    }
    return lost.size();
  }

  /** The journal's entries that come after the database's last change. */
  private List<SealedChange> after(ChangeChain database) {
    List<SealedChange> lost = new ArrayList<>();
    ChangeChain[] chain = {ChangeChain.EMPTY};
    requireSame(database, chain[0]);
    journal.read(
        StatusReadRepository.CHANGES_A_READ,
        batch -> {
          for (SealedChange entry : batch) {
            chain[0] = chain[0].with(entry.change());
            requireSame(database, chain[0]);
            if (entry.change().sequence() > database.sequence()) {
              lost.add(entry);
            }
          }
        });
    return lost;
  }

  private static void requireSame(ChangeChain database, ChangeChain journal) {
    if (database.sequence() == journal.sequence() && !database.equals(journal)) {
      throw new StatusNotTrusted(
          "the database has another log of changes than this node's journal");
    }
  }

  private void restore(SealedChange entry, ChangeChain chain) {
    StatusChangeRow change = entry.change();
    StatusRow before = row(change);
    StatusRow restored =
        new StatusRow(
            change.issuer(),
            change.serial(),
            change.state(),
            change.reason(),
            Optional.of(change.changedAt()),
            change.invalidityDate(),
            change.sequence(),
            before.tspKey());
    repository.change(
        restored,
        chain,
        entry.seal().orElseThrow(() -> new StatusNotTrusted("a change without its seal")));
    auditLog.record(
        new AuditEvent(
            AuditEventType.STATUS_CHANGED,
            Outcome.SUCCESS,
            "revocationstatus",
            "certificate:" + change.certificate(),
            Map.of(
                "state", change.state().name(),
                "sequence", Long.toString(change.sequence()),
                "restoredFrom", "journal of this node")));
  }

  /** A certificate that was issued after the backup has no row any more. */
  private StatusRow row(StatusChangeRow change) {
    Optional<StatusRow> found = repository.lock(change.issuer(), change.serial());
    if (found.isEmpty()) {
      repository.insertGood(change.issuer(), change.serial(), false);
      found = repository.lock(change.issuer(), change.serial());
    }
    return found.orElseThrow();
  }
}
