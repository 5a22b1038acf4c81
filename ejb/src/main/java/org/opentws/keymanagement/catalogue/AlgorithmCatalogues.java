package org.opentws.keymanagement.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.keymanagement.store.AlgorithmCatalogueRepository;
import org.opentws.keymanagement.store.SealedCatalogue;

/**
 * The catalogue in force: the newest version that two persons agreed to, or the shipped one while
 * there is none. The register's view reads it every second on each node; whoever asks here reads
 * memory. A row that this system did not write counts for nothing (docs/seals.md).
 */
@ApplicationScoped
public class AlgorithmCatalogues {
  @Inject AlgorithmCatalogueRepository repository;
  @Inject RowSeal rowSeal;
  @Inject AuditLog audit;

  /** Rows that were looked at before, and whether they are genuine. */
  private final Map<SealedCatalogue, Boolean> verdicts = new HashMap<>();

  /** Of those that were found wrong, and of versions that were removed. */
  private final Set<String> alarmed = new HashSet<>();

  private volatile Optional<CatalogueInForce> inForce = Optional.empty();

  /** A change on this node counts at once. */
  private volatile boolean stale;

  /** What everything is judged by now. */
  public AlgorithmCatalogue current() {
    return inForce().catalogue();
  }

  public CatalogueInForce inForce() {
    return stale ? refresh() : inForce.orElseGet(this::refresh);
  }

  /**
   * Reads the committed versions.
   *
   * @throws org.opentws.error.ServiceUnavailable DATABASE
   */
  public synchronized CatalogueInForce refresh() {
    // In this order: a change after this line is read again.
    stale = false;
    CatalogueInForce read =
        repository.committed().stream()
            .filter(this::isGenuine)
            .findFirst()
            .map(AlgorithmCatalogues::parsed)
            .orElseGet(AlgorithmCatalogues::shipped);
    CatalogueInForce known = inForce.orElse(read);
    if (known.row().isPresent() && isOlder(read, known)) {
      // Somebody removed rows: what two persons agreed to goes on to count here.
      alarm(known.row().get().id(), "version %d is gone".formatted(known.catalogue().version()));
      return known;
    }
    inForce = Optional.of(read);
    return read;
  }

  private static boolean isOlder(CatalogueInForce read, CatalogueInForce known) {
    return read.row().isEmpty() || read.catalogue().version() < known.catalogue().version();
  }

  private static CatalogueInForce parsed(SealedCatalogue row) {
    return new CatalogueInForce(
        CatalogueDocument.parse(row.document()), row.document(), Optional.of(row));
  }

  private static CatalogueInForce shipped() {
    String text = CatalogueDocument.shipped();
    return new CatalogueInForce(CatalogueDocument.parse(text), text, Optional.empty());
  }

  void changed(@Observes(during = TransactionPhase.AFTER_SUCCESS) AlgorithmCatalogueChanged event) {
    stale = true;
  }

  /** A version as it is to be stored. */
  public SealedCatalogue sealed(SealedCatalogue unsealed) {
    return new SealedCatalogue(
        unsealed.id(),
        unsealed.version(),
        unsealed.document(),
        unsealed.requester(),
        unsealed.approver(),
        unsealed.at(),
        rowSeal.seal(statement(unsealed)));
  }

  private boolean isGenuine(SealedCatalogue row) {
    Boolean known = verdicts.get(row);
    if (known != null) {
      return known;
    }
    boolean genuine = rowSeal.holds(statement(row), row.seal());
    if (!genuine) {
      alarm(row.id(), "the row was not written by this system");
    }
    verdicts.put(row, genuine);
    return genuine;
  }

  /** Once for each row and node: it is read every second. */
  private void alarm(String id, String reason) {
    if (alarmed.add(id + reason)) {
      audit.recordAsync(
          AuditEvent.alarm(
              AlarmKind.ROW_FORGED,
              "keymanagement",
              "algorithm-catalogue",
              Map.of("reason", reason)),
          failure -> {});
    }
  }

  private static SealedText statement(SealedCatalogue row) {
    return SealedText.of(
        "opentws-algorithm-catalogue-1",
        List.of(
            row.id(),
            Integer.toString(row.version()),
            row.document(),
            row.requester(),
            row.approver(),
            Long.toString(row.at().toEpochMilli())));
  }
}
