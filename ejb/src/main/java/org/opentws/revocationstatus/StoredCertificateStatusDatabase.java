package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.opentws.certificategeneration.CertificateGenerated;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.revocationstatus.store.StatusRow;
import org.opentws.value.SerialNumber;

/**
 * The Certificate Status Database in PostgreSQL. A plain bean, not a session bean: reading is on
 * the way of every OCSP answer.
 */
@ApplicationScoped
public class StoredCertificateStatusDatabase implements CertificateStatusDatabase {
  @Inject CertificateStatusRepository repository;
  @Inject KnownChanges knownChanges;

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
    return repository.change(
        new StatusRow(
            changed.issuer(),
            changed.serial(),
            changed.state(),
            changed.reason(),
            changed.changedAt(),
            changed.invalidityDate(),
            before.changeSequence(),
            before.tspKey()));
  }

  @Override
  public Optional<CertificateStatus> find(String issuer, SerialNumber serial) {
    requireComplete();
    // Look at memory first: what was heard was committed, so a row read later must show it.
    Optional<StatusChangeRow> heard = knownChanges.of(issuer, serial);
    Optional<StatusRow> row = repository.find(issuer, serial);
    heard.ifPresent(change -> requireAgreement(change, row));
    row.ifPresent(found -> requireLogged(found, heard.map(StatusChangeRow::sequence).orElse(0L)));
    return row.map(StoredCertificateStatusDatabase::status);
  }

  @Override
  public List<CertificateStatus> listed(String issuer) {
    requireComplete();
    List<StatusChangeRow> heard = knownChanges.notGood(issuer);
    List<StatusRow> rows = repository.listed(issuer);
    Map<SerialNumber, CertificateState> states =
        rows.stream().collect(Collectors.toMap(StatusRow::serial, StatusRow::state));
    // What differs must be explained by a later change.
    heard.stream()
        .filter(change -> states.get(change.serial()) != change.state())
        .forEach(change -> find(issuer, change.serial()));
    return rows.stream().map(StoredCertificateStatusDatabase::status).toList();
  }

  private void requireComplete() {
    if (!knownChanges.isComplete()) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DATABASE, "the change log is not read yet");
    }
  }

  /**
   * A row that names a change which this node has not heard of yet: the log must hold it (RS1.3).
   */
  private void requireLogged(StatusRow row, long heard) {
    if (row.changeSequence() <= heard) {
      return;
    }
    StatusChangeRow named =
        new StatusChangeRow(row.changeSequence(), row.issuer(), row.serial(), row.state());
    if (!repository.changesAfter(row.changeSequence() - 1, 1).contains(named)) {
      throw new StatusNotTrusted(
          "status of %s/%s names change %d, which the change log does not have"
              .formatted(row.issuer(), row.serial(), row.changeSequence()));
    }
  }

  @Override
  public Optional<Boolean> isOfTspKey(String issuer, SerialNumber serial) {
    return repository.find(issuer, serial).map(StatusRow::tspKey);
  }

  private boolean isKnownRevoked(CertificateStatus changed) {
    return knownChanges
        .of(changed.issuer(), changed.serial())
        .filter(known -> known.state() == CertificateState.REVOKED)
        .isPresent();
  }

  private static void requireAgreement(StatusChangeRow heard, Optional<StatusRow> row) {
    boolean agrees =
        row.filter(
                found ->
                    found.changeSequence() > heard.sequence()
                        || (found.changeSequence() == heard.sequence()
                            && found.state() == heard.state()))
            .isPresent();
    boolean setBack =
        heard.state() == CertificateState.REVOKED
            && row.filter(found -> found.state() != CertificateState.REVOKED).isPresent();
    if (!agrees || setBack) {
      throw new StatusNotTrusted(
          "status of "
              + heard.issuer()
              + "/"
              + heard.serial()
              + " contradicts change "
              + heard.sequence());
    }
  }

  private static CertificateStatus status(StatusRow row) {
    return new CertificateStatus(
        row.issuer(),
        row.serial(),
        row.state(),
        row.reason(),
        row.changedAt(),
        row.invalidityDate());
  }
}
