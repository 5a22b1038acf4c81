package org.opentws.personaldata;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.Stream;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.error.RequestRefused;
import org.opentws.personaldata.store.LegalHold;
import org.opentws.personaldata.store.PersonalDataRepository;
import org.opentws.random.Randomness;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.time.TrustedTime;

/** What a Registration Officer does when a person asks for its data (EIDAS-24.2.j). */
@Stateless
public class SubjectAccessService {
  @Inject PersonApplications persons;
  @Inject PersonalDataParts parts;
  @Inject PersonalDataRepository repository;
  @Inject RetentionRules retention;
  @Inject PersonalDataJournal journal;
  @Inject CurrentCaller caller;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /**
   * Everything that is held about the person of an application. The look is recorded, with its
   * reason, before anything is shown.
   *
   * @throws RequestRefused NOT_FOUND, MALFORMED_REQUEST if no reason is given
   */
  @RolesAllowed(PermissionName.PERSONAL_DATA_EXPORT)
  // The audit log is read as it is after all that was recorded: it waits for open transactions.
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public PersonalDataExport export(String application, String reason) {
    String why = Wording.reason(reason);
    CertificateApplication named = persons.named(application);
    List<CertificateApplication> all = persons.samePerson(named);
    List<String> ids = all.stream().map(CertificateApplication::id).toList();
    journal.exported(application, ids, why);
    List<StoredCertificate> certified = parts.certificates(ids);
    return new PersonalDataExport(
        application,
        time.now(),
        caller.get().account(),
        why,
        PersonApplications.identity(named).names(),
        retention.keptUntil(all),
        all.stream().map(PersonalDataParts::application).toList(),
        certified.stream().map(parts::certificate).toList(),
        repository.holds(ids).stream().map(LegalHoldView::of).toList(),
        operations(ids, certified),
        records(ids, certified));
  }

  /** SA1.1: what names an application that the officer does not work for, too, is not shown. */
  private List<PersonalDataExport.OperationPart> operations(
      List<String> ids, List<StoredCertificate> certified) {
    return parts
        .operations(Stream.concat(ids.stream(), certified.stream().map(c -> c.serial().hex())))
        .stream()
        .filter(operation -> persons.isInside(operation.description()))
        .toList();
  }

  private List<PersonalDataExport.RecordPart> records(
      List<String> ids, List<StoredCertificate> certified) {
    return parts
        .records(
            Stream.concat(
                ids.stream().map(id -> PersonalDataJournal.APPLICATION + id),
                certified.stream().map(ErasePersonalDataOperation::name)))
        .stream()
        .filter(about -> about.details().values().stream().allMatch(persons::isInside))
        .toList();
  }

  /**
   * Orders that nothing about the person of an application is erased, until two persons lift it.
   *
   * @throws RequestRefused NOT_FOUND, MALFORMED_REQUEST if no reason is given
   */
  @RolesAllowed(PermissionName.PERSONAL_DATA_EXPORT)
  public LegalHoldView hold(String application, String reason) {
    CertificateApplication named = persons.named(application);
    LegalHold hold =
        new LegalHold(
            randomness.identifier(),
            named.id(),
            Wording.reason(reason),
            caller.get().account(),
            time.now());
    repository.add(hold);
    journal.placed(named.id(), hold.id(), hold.reason());
    return LegalHoldView.of(hold);
  }
}
