package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.opentws.access.Caller;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.dualcontrol.OperationType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogueChanged;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.catalogue.CatalogueChange;
import org.opentws.keymanagement.catalogue.CatalogueDocument;
import org.opentws.keymanagement.store.AlgorithmCatalogueRepository;
import org.opentws.keymanagement.store.SealedCatalogue;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;

/**
 * Puts another version of the algorithm catalogue in force (KM1.5, KM4.3). Who approves it reads
 * what changes and which keys and certificates live longer than their algorithm will.
 */
@ApplicationScoped
public class ChangeAlgorithmCatalogueOperation implements OperationHandler {
  private static final String CATALOGUE = "catalogue";

  /** As long as successors of infrastructure keys need to be made and put in place. */
  private static final Duration NOTICE = Duration.ofDays(30);

  /** A list that nobody reads to its end warns of nothing. */
  private static final int LISTED_MAX = 50;

  @Inject AlgorithmCatalogues catalogues;
  @Inject AlgorithmCatalogueRepository repository;
  @Inject SigningKeyRepository register;
  @Inject CertificateCensus census;
  @Inject AuditLog audit;
  @Inject Randomness randomness;
  @Inject TrustedTime time;
  @Inject Event<AlgorithmCatalogueChanged> changed;

  @Override
  public String type() {
    return OperationType.CHANGE_ALGORITHM_CATALOGUE.name();
  }

  /** What would be in force instead of what. */
  private record Change(AlgorithmCatalogue before, AlgorithmCatalogue after, String document) {
    String words() {
      List<String> differences = CatalogueChange.words(before, after);
      return differences.isEmpty() ? "nothing" : String.join("; ", differences);
    }
  }

  /** Whom it concerns. */
  private record Affected(List<String> keys, long certificates) {
    String words() {
      if (keys.isEmpty()) {
        return "none";
      }
      String listed = String.join("; ", keys.subList(0, Math.min(LISTED_MAX, keys.size())));
      return keys.size() > LISTED_MAX
          ? listed + "; and %d more".formatted(keys.size() - LISTED_MAX)
          : listed;
    }
  }

  @Override
  public String describe(Map<String, String> parameters) {
    Change change = acceptable(parameters);
    Affected affected = affected(change.after());
    return "Put version %d of %s of the algorithm catalogue in force instead of version %d of %s."
            .formatted(
                change.after().version(),
                change.after().date(),
                change.before().version(),
                change.before().date())
        + " Source: %s What changes: %s.".formatted(sentence(change.after()), change.words())
        + " Keys that live longer than their algorithm then: %s.".formatted(affected.words())
        + " Certificates that do, revoked or not: %d.".formatted(affected.certificates());
  }

  private static String sentence(AlgorithmCatalogue catalogue) {
    return catalogue.source().endsWith(".") ? catalogue.source() : catalogue.source() + ".";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    // Of two changes at once the second is judged by what the first one made.
    repository.lockChanges();
    Change change = acceptable(parameters);
    Affected affected = affected(change.after());
    repository.add(
        catalogues.sealed(
            new SealedCatalogue(
                randomness.identifier(),
                change.after().version(),
                change.document(),
                requester.account(),
                approver.account(),
                time.now().truncatedTo(ChronoUnit.MILLIS),
                "")));
    record(change, affected, TwoPersons.of(requester, approver));
    changed.fire(new AlgorithmCatalogueChanged(change.after().version()));
    return Map.of(
        "version", Integer.toString(change.after().version()),
        "affectedKeys", Integer.toString(affected.keys().size()),
        "affectedCertificates", Long.toString(affected.certificates()));
  }

  private Change acceptable(Map<String, String> raw) {
    String document = new OperationParameters(raw, Set.of(CATALOGUE)).required(CATALOGUE);
    AlgorithmCatalogue after = parsed(document);
    AlgorithmCatalogue before = catalogues.refresh().catalogue();
    if (after.version() <= before.version()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE,
          "version %d is in force: the next one has a higher number".formatted(before.version()));
    }
    refuseIfNobodyCouldGoOn(after);
    return new Change(before, after, document);
  }

  private static AlgorithmCatalogue parsed(String document) {
    try {
      return CatalogueDocument.parse(document);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "the catalogue is refused: " + e.getMessage(), e);
    }
  }

  /** Without seals, audit log and TLS no officer could log in and take it back. */
  private void refuseIfNobodyCouldGoOn(AlgorithmCatalogue after) {
    Instant now = time.now();
    List<SigningKey> keys = register.all();
    List<String> stopped =
        new AffectedKeys(after, now).infrastructureStoppedBefore(now.plus(NOTICE), keys);
    if (!stopped.isEmpty()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE,
          "infrastructure keys in use would stop within %d days; make their successors first: %s"
              .formatted(NOTICE.toDays(), String.join("; ", stopped)));
    }
  }

  private Affected affected(AlgorithmCatalogue after) {
    AffectedKeys affected = new AffectedKeys(after, time.now());
    return new Affected(affected.among(register.all()), affected.certificates(census));
  }

  private void record(Change change, Affected affected, TwoPersons persons) {
    Map<String, String> details = new TreeMap<>();
    details.put("before", change.before().reference());
    details.put("after", change.after().reference());
    details.put("changed", change.words());
    details.put("definition", change.document());
    details.put("requester", persons.requester());
    details.put("approver", persons.approver());
    audit.record(
        new AuditEvent(
            AuditEventType.ALGORITHM_CATALOGUE_CHANGED,
            Outcome.SUCCESS,
            persons.requester(),
            "algorithm-catalogue",
            details));
    if (!affected.keys().isEmpty() || affected.certificates() > 0) {
      audit.record(
          AuditEvent.alarm(
              AlarmKind.ALGORITHM_ENDING,
              "keymanagement",
              "algorithm-catalogue",
              Map.of(
                  "reason",
                  "version %d; keys: %s; certificates: %d"
                      .formatted(
                          change.after().version(), affected.words(), affected.certificates()))));
    }
  }
}
