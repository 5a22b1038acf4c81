package org.opentws.personaldata;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.opentws.registration.Consent;
import org.opentws.registration.IdentityEvidence;
import org.opentws.registration.store.ApplicationState;

/**
 * Everything that the system holds about one person (GDPR, article 15).
 *
 * @param application by which the person was named
 * @param identifiedBy attributes by which the person's other applications were found
 * @param keptUntil end of the retention; absent while an application is not decided
 */
public record PersonalDataExport(
    String application,
    Instant exportedAt,
    String exportedBy,
    String reason,
    List<String> identifiedBy,
    Optional<Instant> keptUntil,
    List<ApplicationPart> applications,
    List<CertificatePart> certificates,
    List<LegalHoldView> holds,
    List<OperationPart> operations,
    List<RecordPart> auditRecords) {
  public PersonalDataExport {
    identifiedBy = List.copyOf(identifiedBy);
    applications = List.copyOf(applications);
    certificates = List.copyOf(certificates);
    holds = List.copyOf(holds);
    operations = List.copyOf(operations);
    auditRecords = List.copyOf(auditRecords);
  }

  /**
   * A certificate application.
   *
   * @param pkcs10 base64 of the DER
   * @param publicKeySha256 hex
   * @param revocationPassphrase whether there is one: only its hash is kept
   */
  public record ApplicationPart(
      String id,
      ApplicationState state,
      String profile,
      Map<String, String> subject,
      Consent consent,
      List<IdentityEvidence> evidence,
      List<IdentityEvidence> officerEvidence,
      String pkcs10,
      String publicKeySha256,
      boolean revocationPassphrase,
      Instant submittedAt,
      String submittedBy,
      Optional<Instant> decidedAt,
      Optional<String> decidedBy,
      Optional<String> reason,
      Optional<Instant> completedAt,
      Optional<Instant> erasedAt) {}

  /**
   * A certificate and all that became of its status.
   *
   * @param serial hex
   * @param certificate PEM
   * @param status GOOD, SUSPENDED, REVOKED; UNKNOWN or NOT_TRUSTED if there is none to rely on
   */
  public record CertificatePart(
      String issuer,
      String serial,
      String profile,
      String subject,
      Instant notBefore,
      Instant notAfter,
      Instant generatedAt,
      boolean published,
      String certificate,
      String status,
      List<StatusChangePart> changes,
      List<RequestPart> requests) {}

  /**
   * One change of a status.
   *
   * @param reasonCode RFC 5280, 5.3.1
   */
  public record StatusChangePart(
      String state,
      Optional<Integer> reasonCode,
      Instant changedAt,
      Optional<Instant> invalidityDate) {}

  /** One request for a change of a status. */
  public record RequestPart(
      String id,
      String action,
      String requester,
      String state,
      String detail,
      Optional<Integer> reasonCode,
      Optional<Instant> invalidityDate,
      Instant receivedAt,
      Optional<Instant> decidedAt,
      Optional<Instant> effectAt) {}

  /** A dual-control operation that names one of the applications or certificates. */
  public record OperationPart(
      String id, String type, String state, String description, Instant requestedAt) {}

  /**
   * An audit record about one of the applications or certificates.
   *
   * @param details without network addresses and names of officers: these are other persons
   */
  public record RecordPart(
      long index,
      Instant at,
      String type,
      String title,
      String outcome,
      String actor,
      String object,
      SortedMap<String, String> details) {}
}
