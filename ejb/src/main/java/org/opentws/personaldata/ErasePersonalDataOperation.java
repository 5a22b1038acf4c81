package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.store.AuditPersonalRepository;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.personaldata.store.PersonalDataRepository;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.time.TrustedTime;
import org.opentws.value.Scope;

/**
 * ERASE_PERSONAL_DATA: {application, reason}. Erases what is held about the person of an
 * application, in this and every other of its applications, all or nothing. Certificates and their
 * status stay: a CA answers for its serial numbers for ever.
 */
@ApplicationScoped
public class ErasePersonalDataOperation implements OperationHandler {
  static final String TYPE = "ERASE_PERSONAL_DATA";
  private static final String APPLICATION = "application";

  @Inject private PersonApplications persons;
  @Inject private RetentionRules retention;
  @Inject private CertificateRepository certificates;
  @Inject private PersonalDataRepository repository;
  @Inject private AuditPersonalRepository auditValues;
  @Inject private PersonalDataJournal journal;
  @Inject private TrustedTime time;

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public String describe(Map<String, String> given) {
    CertificateApplication named = persons.named(Wording.only(APPLICATION, given));
    named
        .erasedAt()
        .ifPresent(
            at -> {
              throw new RequestRefused(Refusal.WRONG_STATE, "this was erased at " + at);
            });
    List<CertificateApplication> all = persons.samePerson(named);
    retention.requireOver(all);
    List<String> objects = objects(all);
    long values = objects.stream().mapToLong(auditValues::count).sum();
    return ("Erase for ever what is held about the person of application %s: name, evidence, PKCS#10,"
            + " reasons and revocation passphrase of %d application(s) (%s), the name beside, and the"
            + " publication of, %d certificate(s), %d personal value(s) beside audit records."
            + " The certificates themselves and their status stay. Reason: %s")
        .formatted(
            named.id(),
            all.size(),
            String.join(", ", ids(all)),
            objects.size() - all.size(),
            values,
            given.getOrDefault(Wording.REASON, ""));
  }

  @Override
  public boolean isWithin(Scope scope, Map<String, String> given, String description) {
    // It names every application of the person that its requester works for.
    return persons.find(given.getOrDefault(APPLICATION, ""), scope).isPresent()
        && persons.isInside(description, scope);
  }

  @Override
  public Map<String, String> execute(Map<String, String> given, Caller requester, Caller approver) {
    CertificateApplication named =
        persons.named(Wording.only(APPLICATION, given), requester.scope());
    if (named.erasedAt().isPresent()) {
      // Two operations were asked for at once: the second has nothing left to do.
      return result(List.of(), 0);
    }
    List<CertificateApplication> all = persons.samePerson(named, requester.scope());
    retention.requireOver(all);
    String reason = given.getOrDefault(Wording.REASON, "");
    long values = 0;
    for (String object : objects(all)) {
      values += eraseBeside(object, reason, requester, approver);
    }
    List<String> erased = new ArrayList<>();
    for (CertificateApplication application : all) {
      if (repository.erase(application.id(), time.now())) {
        erased.add(application.id());
      }
    }
    journal.operated(
        AuditEventType.PERSONAL_DATA_ERASED,
        PersonalDataJournal.APPLICATION + named.id(),
        Map.of(
            Wording.REASON,
            reason,
            "applications",
            String.join(" ", erased),
            "erased",
            Long.toString(values)),
        requester,
        approver);
    return result(erased, values);
  }

  /** The log verifies because a record of its own says which values went. */
  private long eraseBeside(String object, String reason, Caller requester, Caller approver) {
    long erased = auditValues.erase(object);
    if (erased > 0) {
      journal.operated(
          AuditEventType.AUDIT_PERSONAL_ERASED,
          "audit-log",
          Map.of("object", object, Wording.REASON, reason, "erased", Long.toString(erased)),
          requester,
          approver);
    }
    return erased;
  }

  private static Map<String, String> result(List<String> erased, long values) {
    return Map.of(
        "applications", Integer.toString(erased.size()), "auditValues", Long.toString(values));
  }

  private static List<String> ids(List<CertificateApplication> applications) {
    return applications.stream().map(CertificateApplication::id).toList();
  }

  /** As audit records name them: the applications, then their certificates. */
  private List<String> objects(List<CertificateApplication> applications) {
    List<String> objects = new ArrayList<>();
    ids(applications).forEach(id -> objects.add(PersonalDataJournal.APPLICATION + id));
    ids(applications).stream()
        .map(certificates::ofApplication)
        .flatMap(Optional::stream)
        .map(ErasePersonalDataOperation::name)
        .forEach(objects::add);
    return objects;
  }

  static String name(StoredCertificate certificate) {
    return "certificate:" + certificate.issuer() + "/" + certificate.serial();
  }
}
