package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.opentws.certificategeneration.CertificateGenerated;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.ChangeChain;
import org.opentws.revocationstatus.store.ChangeSeal;
import org.opentws.revocationstatus.store.SealedChange;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * The Certificate Status Database in PostgreSQL. A plain bean, not a session bean: reading is on
 * the way of every OCSP answer.
 */
@ApplicationScoped
public class StoredCertificateStatusDatabase implements CertificateStatusDatabase {
  @Inject CertificateStatusRepository repository;
  @Inject KnownChanges knownChanges;
  @Inject ChangeSealing sealing;
  @Inject StatusReader reader;
  @Inject Event<CommittedChange> committed;

  /** A new certificate is in the database from the commit that stores it (RM2.1, RS1.2). */
  void certificateGenerated(@Observes CertificateGenerated generated) {
    boolean tspKey = TspKeyCertificate.isOne(generated.certificate());
    repository.insertGood(generated.issuer(), generated.serial(), tspKey);
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public long apply(CertificateStatus changed) {
    StatusRow before =
        repository
            .lock(changed.issuer(), changed.serial())
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no such certificate"));
    // RM1.3: also when somebody has set the row back: what this node once heard counts.
    if (before.state() == CertificateState.REVOKED || isKnownRevoked(changed)) {
      throw new RequestRefused(Refusal.REVOCATION_IS_FINAL, "a revoked certificate stays revoked");
    }
    if (!before.state().mayBecome(changed.state())) {
      throw new RequestRefused(
          Refusal.WRONG_STATE,
          "the certificate is " + before.state() + " and cannot become " + changed.state());
    }
    return change(changed, before);
  }

  /** The lock on the chain is the last that is taken, and held for one signature. */
  private long change(CertificateStatus changed, StatusRow before) {
    ChangeChain chain = repository.lockChain();
    long sequence = chain.sequence() + 1;
    StatusChangeRow change =
        new StatusChangeRow(
            sequence,
            changed.issuer(),
            changed.serial(),
            changed.state(),
            changed.reason(),
            changed.changedAt().orElseThrow(),
            changed.invalidityDate());
    ChangeChain prolonged = chain.with(change);
    ChangeSeal seal = sealing.seal(prolonged.head());
    repository.change(
        new StatusRow(
            changed.issuer(),
            changed.serial(),
            changed.state(),
            changed.reason(),
            changed.changedAt(),
            changed.invalidityDate(),
            sequence,
            before.tspKey()),
        prolonged,
        seal);
    committed.fire(new CommittedChange(new SealedChange(change, Optional.of(seal)), prolonged));
    return sequence;
  }

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public boolean enter(String issuer, SerialNumber serial, Optional<Der> certificate) {
    boolean tspKey = certificate.map(TspKeyCertificate::isOne).orElse(Boolean.TRUE);
    return repository.enterGood(issuer, serial, tspKey);
  }

  @Override
  public Optional<CertificateStatus> find(String issuer, SerialNumber serial) {
    CertificateName name = new CertificateName(issuer, serial);
    return lookup(List.of(name)).statuses().getOrDefault(name, Optional.empty());
  }

  @Override
  public boolean isRead(String issuer, SerialNumber serial, Instant since) {
    lookup(List.of());
    // As it lies there now, not as the reader would remember it.
    return repository
        .find(issuer, serial)
        .filter(knownChanges::agreeWith)
        .flatMap(StatusRow::changedAt)
        .filter(changedAt -> !changedAt.isBefore(since))
        .isPresent();
  }

  private StatusLookup.Found lookup(List<CertificateName> names) {
    StatusLookup lookup = new StatusLookup(names);
    reader.submit(lookup);
    return lookup.await();
  }

  @Override
  public long listed(String issuer, Consumer<CertificateStatus> each) {
    ListedDigest[] digest = {ListedDigest.EMPTY};
    long sequence =
        repository.listed(
            issuer,
            row -> {
              digest[0] = knownChanges.add(digest[0], row);
              each.accept(CertificateStatus.of(row));
            });
    // So that this node knows every change up to that one.
    lookup(List.of());
    Optional<ListedDigest> told = knownChanges.listedAt(issuer, sequence);
    if (told.isEmpty()) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DATABASE, "too much has changed while the list was read");
    }
    if (!told.get().equals(digest[0])) {
      throw new StatusNotTrusted(
          "%d certificates of %s are listed where the log of changes has %d, or they differ"
              .formatted(digest[0].count(), issuer, told.get().count()));
    }
    return sequence;
  }

  @Override
  public long changedSince(String issuer, long sequence, Consumer<CertificateStatus> each) {
    List<StatusRow> changed = new ArrayList<>();
    long last = repository.changedSince(issuer, sequence, changed::add);
    // So that this node knows every change up to that one.
    lookup(List.of());
    for (StatusRow row : changed) {
      if (knownChanges.sequenceOf(new CertificateName(issuer, row.serial())) > last) {
        throw new ServiceUnavailable(
            ServiceUnavailable.Cause.DATABASE, "something has changed while the list was read");
      }
      if (!knownChanges.agreeWith(row)) {
        throw new StatusNotTrusted(
            "the log of changes is not what it was about %s/%s".formatted(issuer, row.serial()));
      }
      each.accept(CertificateStatus.of(row));
    }
    return last;
  }

  @Override
  public Optional<Boolean> isOfTspKey(String issuer, SerialNumber serial) {
    return repository.find(issuer, serial).map(StatusRow::tspKey);
  }

  private boolean isKnownRevoked(CertificateStatus changed) {
    return knownChanges
        .of(changed.name())
        .filter(known -> known.state() == CertificateState.REVOKED)
        .isPresent();
  }
}
