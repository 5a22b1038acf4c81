package org.opentws.keymanagement.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
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
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  /** Counts changes on this node: what was read before the last one is not in force. */
  private final AtomicLong changes = new AtomicLong();

  private volatile Optional<Seen> seen = Optional.empty();

  /** What was read, and how many changes there had been before. */
  private record Seen(CatalogueInForce catalogue, long change) {}

  /** What everything is judged by now. */
  public AlgorithmCatalogue current() {
    return inForce().catalogue();
  }

  public CatalogueInForce inForce() {
    return seen.filter(now -> now.change() == changes.get())
        .map(Seen::catalogue)
        .orElseGet(this::refresh);
  }

  /**
   * Reads the committed versions.
   *
   * @throws org.opentws.error.ServiceUnavailable DATABASE
   */
  public synchronized CatalogueInForce refresh() {
    // In this order: a change after this line is read again.
    long change = changes.get();
    // All of them are judged: one that is not in force is an alarm all the same.
    List<SealedCatalogue> genuine =
        repository.committed().stream().filter(this::isGenuine).toList();
    CatalogueInForce read =
        genuine.stream()
            .findFirst()
            .map(AlgorithmCatalogues::parsed)
            .orElseGet(AlgorithmCatalogues::shipped);
    CatalogueInForce known = seen.map(Seen::catalogue).orElse(read);
    if (known.row().isPresent() && isOlder(read, known)) {
      // Somebody removed rows: what two persons agreed to goes on to count here.
      alarm(known.row().get().id(), "version %d is gone".formatted(known.catalogue().version()));
      read = known;
    }
    seen = Optional.of(new Seen(read, change));
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
    changes.incrementAndGet();
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
    boolean genuine =
        verdicts.computeIfAbsent(row, unknown -> rowSeal.holds(statement(row), row.seal()));
    if (!genuine) {
      alarm(row.id(), "the row was not written by this system");
    }
    return genuine;
  }

  /**
   * Once for each row and node: it is read every second. What could not be recorded is told again.
   */
  private void alarm(String id, String reason) {
    String told = id + reason;
    if (alarmed.add(told)) {
      audit.recordAsync(
          AuditEvent.alarm(
              AlarmKind.ROW_FORGED,
              "keymanagement",
              "algorithm-catalogue",
              Map.of("reason", reason)),
          failure -> {
            if (failure != null) {
              alarmed.remove(told);
            }
          });
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
