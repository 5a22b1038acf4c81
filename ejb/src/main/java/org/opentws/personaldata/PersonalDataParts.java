package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.opentws.audit.ActorKind;
import org.opentws.audit.format.AuditField;
import org.opentws.audit.review.AuditLine;
import org.opentws.audit.review.ObjectRecords;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.dissemination.Pem;
import org.opentws.dissemination.store.DisseminationRepository;
import org.opentws.dualcontrol.store.DualControlOperation;
import org.opentws.dualcontrol.store.DualControlRepository;
import org.opentws.dualcontrol.store.OperationRequest;
import org.opentws.personaldata.PersonalDataExport.ApplicationPart;
import org.opentws.personaldata.PersonalDataExport.CertificatePart;
import org.opentws.personaldata.PersonalDataExport.OperationPart;
import org.opentws.personaldata.PersonalDataExport.RecordPart;
import org.opentws.personaldata.PersonalDataExport.RequestPart;
import org.opentws.personaldata.PersonalDataExport.StatusChangePart;
import org.opentws.registration.ApplicationJson;
import org.opentws.registration.Consent;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.revocationmanagement.store.ReceivedRequest;
import org.opentws.revocationmanagement.store.StatusChangeRequestRepository;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.StatusNotTrusted;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.StatusChangeRow;

/** Reads each part of what is held about a person from where it stands. */
@ApplicationScoped
public class PersonalDataParts {
  @Inject CertificateRepository certificates;
  @Inject DisseminationRepository repository;
  @Inject CertificateStatusDatabase statuses;
  @Inject CertificateStatusRepository changes;
  @Inject StatusChangeRequestRepository requests;
  @Inject DualControlRepository operations;
  @Inject ObjectRecords records;

  /** An application with all that was said in it. */
  public static ApplicationPart application(CertificateApplication application) {
    return new ApplicationPart(
        application.id(),
        application.state(),
        application.profile(),
        ApplicationJson.subject(application.subject()),
        new Consent(application.consent(), application.terms()),
        ApplicationJson.evidence(application.evidence()),
        application.officerEvidence().map(ApplicationJson::evidence).orElse(List.of()),
        Base64.getEncoder().encodeToString(application.pkcs10().octets()),
        HexFormat.of().formatHex(application.publicKeySha256().octets()),
        application.passphraseHash().isPresent(),
        application.submittedAt(),
        application.submittedBy(),
        application.decidedAt(),
        application.decidedBy(),
        application.reason(),
        application.completedAt(),
        application.erasedAt());
  }

  List<StoredCertificate> certificates(Collection<String> applications) {
    return applications.stream()
        .map(certificates::ofApplication)
        .flatMap(Optional::stream)
        .toList();
  }

  CertificatePart certificate(StoredCertificate certificate) {
    return new CertificatePart(
        certificate.issuer(),
        certificate.serial().hex(),
        certificate.profile().name(),
        certificate.subject(),
        certificate.notBefore(),
        certificate.notAfter(),
        certificate.generatedAt(),
        repository.findPublished(certificate.issuer(), certificate.serial()).isPresent(),
        Pem.certificate(certificate.der()),
        status(certificate),
        changes.changes(certificate.issuer(), certificate.serial()).stream()
            .map(PersonalDataParts::change)
            .toList(),
        requests.about(certificate.issuer(), certificate.serial()).stream()
            .map(PersonalDataParts::request)
            .toList());
  }

  private String status(StoredCertificate certificate) {
    try {
      return statuses
          .find(certificate.issuer(), certificate.serial())
          .map(status -> status.state().name())
          .orElse("UNKNOWN");
    } catch (StatusNotTrusted e) {
      // RS1.3: what is held is shown, and that nobody can rely on it.
      return "NOT_TRUSTED";
    }
  }

  private static StatusChangePart change(StatusChangeRow change) {
    return new StatusChangePart(
        change.state().name(), change.reason(), change.changedAt(), change.invalidityDate());
  }

  private static RequestPart request(ReceivedRequest received) {
    return new RequestPart(
        received.request().id(),
        received.request().action().name(),
        received.request().requester(),
        received.outcome().state().name(),
        received.outcome().detail(),
        received.request().reason(),
        received.request().invalidityDate(),
        received.outcome().receivedAt(),
        received.outcome().decidedAt(),
        received.outcome().effectAt());
  }

  /** Operations that name one of these, each once. */
  List<OperationPart> operations(Stream<String> names) {
    SortedMap<String, OperationPart> found = new TreeMap<>();
    names
        .flatMap(name -> operations.naming(name).stream())
        .map(PersonalDataParts::operation)
        .forEach(operation -> found.put(operation.id(), operation));
    return List.copyOf(found.values());
  }

  private static OperationPart operation(DualControlOperation operation) {
    OperationRequest request = operation.request();
    return new OperationPart(
        request.id(),
        request.type(),
        operation.state().name(),
        request.description(),
        request.requestedAt());
  }

  List<RecordPart> records(Stream<String> objects) {
    return objects
        .flatMap(object -> records.of(object).stream())
        .map(PersonalDataParts::record)
        .toList();
  }

  private static RecordPart record(AuditLine line) {
    SortedMap<String, String> details = new TreeMap<>(line.details());
    if (!isOfTheSubject(line.actor())) {
      details.keySet().removeIf(AuditField::isPersonal);
    }
    return new RecordPart(
        line.index(),
        line.at(),
        line.type(),
        line.title(),
        line.outcome(),
        line.actor(),
        line.object(),
        details);
  }

  /** Others have a right, too: an officer's network address is not the subject's to have. */
  private static boolean isOfTheSubject(String actor) {
    return ActorKind.of(actor) == ActorKind.ANONYMOUS || actor.startsWith("subject");
  }
}
