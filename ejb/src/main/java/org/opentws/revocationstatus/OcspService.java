package org.opentws.revocationstatus;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.ocsp.SingleResponse;
import org.bouncycastle.asn1.x509.Extension;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.random.Randomness;
import org.opentws.revocationstatus.RevocationStatusConfiguration.NotIssued;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The online Revocation Status Service (RS1, RS2): OCSP by RFC 6960, RFC 5019 and RFC 9654. The
 * answer is given to the completion when request and answer are durable in the audit log (RS3.1);
 * no thread waits for that.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class OcspService {
  private static final Logger LOG = LoggerFactory.getLogger(OcspService.class);

  @Inject CertificateStatusDatabase statusDatabase;
  @Inject IssuerDirectory issuerDirectory;
  @Inject OcspResponder responder;
  @Inject RevocationStatusConfiguration configuration;
  @Inject TrustedTime trustedTime;
  @Inject AuditLog auditLog;
  @Inject Randomness randomness;

  /** The answer before it is recorded, with what the record says of it. */
  private record Draft(
      OcspAnswer answer, Outcome outcome, String object, Map<String, String> said) {
    static Draft failed(OcspFailure failure, Outcome outcome, String why) {
      return new Draft(
          OcspAnswer.failed(failure),
          outcome,
          "ocsp",
          Map.of("responseStatus", failure.name(), "why", why));
    }
  }

  /**
   * Answers an OCSP request. Never throws for what a caller or a device does: each failure has its
   * OCSP answer.
   *
   * @param completion called exactly once, on whatever thread; must not block
   */
  @PermitAll
  public void answer(OcspCall call, Consumer<OcspAnswer> completion) {
    Draft draft = draft(call);
    Map<String, String> details = new HashMap<>(draft.said());
    details.put("requester", call.requester());
    details.put("requestSha256", sha256(call.request()));
    details.put("responseSha256", sha256(draft.answer().response()));
    AuditEvent event =
        new AuditEvent(
            AuditEventType.OCSP_ANSWERED, draft.outcome(), "ocsp", draft.object(), details);
    try {
      // RS3.1: an answer whose record is not durable does not leave.
      auditLog.recordAsync(
          event,
          failure -> completion.accept(failure == null ? draft.answer() : OcspAnswer.tryLater()));
    } catch (ServiceUnavailable e) {
      LOG.warn("OCSP answer withheld, no audit record: {}", e.getMessage());
      completion.accept(OcspAnswer.tryLater());
    }
  }

  private Draft draft(OcspCall call) {
    try {
      return respond(call, OcspQuestion.parse(call.request()));
    } catch (RequestRefused e) {
      return Draft.failed(OcspFailure.MALFORMED_REQUEST, Outcome.REFUSED, e.detail());
    } catch (ServiceUnavailable e) {
      return Draft.failed(OcspFailure.TRY_LATER, Outcome.FAILURE, e.missing().name());
    } catch (StatusNotTrusted e) {
      raiseAlarm(e);
      return Draft.failed(OcspFailure.INTERNAL_ERROR, Outcome.FAILURE, "status not trusted");
    } catch (RuntimeException e) {
      String id = randomness.identifier();
      LOG.error("OCSP request failed, error {}", id, e);
      return Draft.failed(OcspFailure.INTERNAL_ERROR, Outcome.FAILURE, "error " + id);
    }
  }

  private Draft respond(OcspCall call, OcspQuestion question) {
    // Before the status is read: thisUpdate never claims more than was known then.
    Instant thisUpdate = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    Optional<ServedCa> served =
        question.certIds().stream()
            .flatMap(certId -> issuerDirectory.issuerOf(certId).stream())
            .findFirst();
    if (served.isEmpty()) {
      return Draft.failed(OcspFailure.UNAUTHORIZED, Outcome.REFUSED, "foreign issuer");
    }
    ServedCa ca = served.get();
    Instant nextUpdate = thisUpdate.plus(configuration.ocspValidity());
    SingleResponses encode = new SingleResponses(thisUpdate, nextUpdate);
    List<String> statuses = new ArrayList<>();
    List<Extension> extensions = new ArrayList<>(OcspResponder.withNonce(question.nonce()));
    List<SingleResponse> singles = new ArrayList<>();
    for (CertID certId : question.certIds()) {
      singles.add(single(certId, ca, encode, statuses));
    }
    if (statuses.stream().anyMatch(status -> status.endsWith("=NEVER_ISSUED"))) {
      extensions.add(OcspResponder.extendedRevoke());
    }
    Instant producedAt = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    Der response = responder.respond(ca.id(), producedAt, singles, extensions);
    return new Draft(
        new OcspAnswer(response, caching(call, question, encode, response)),
        Outcome.SUCCESS,
        "ocsp:" + ca.id(),
        said(question, statuses));
  }

  /** RS1.4: the answer repeats the very CertID that was asked. */
  private SingleResponse single(
      CertID certId, ServedCa ca, SingleResponses encode, List<String> statuses) {
    String serialHex = serial(certId).map(SerialNumber::hex).orElse("out-of-range");
    if (issuerDirectory.issuerOf(certId).filter(ca::equals).isEmpty()) {
      statuses.add(serialHex + "=FOREIGN");
      return encode.unknown(certId);
    }
    Optional<CertificateStatus> status =
        serial(certId).flatMap(serial -> statusDatabase.find(ca.id(), serial));
    if (status.isPresent()) {
      statuses.add(serialHex + "=" + status.get().state());
      return encode.of(certId, status.get(), ca);
    }
    // RS1.2: a serial that was never issued is never good.
    if (configuration.notIssued() == NotIssued.REVOKED) {
      statuses.add(serialHex + "=NEVER_ISSUED");
      return encode.neverIssued(certId);
    }
    statuses.add(serialHex + "=UNKNOWN");
    return encode.unknown(certId);
  }

  /** Empty for a number that no certificate can have. */
  private static Optional<SerialNumber> serial(CertID certId) {
    try {
      return Optional.of(new SerialNumber(certId.getSerialNumber().getValue()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** RFC 5019, 6.2; an answer to a nonce is for its asker alone. */
  private Optional<OcspAnswer.Caching> caching(
      OcspCall call, OcspQuestion question, SingleResponses encode, Der response) {
    if (!call.byGet() || question.nonce().isPresent()) {
      return Optional.empty();
    }
    return Optional.of(
        new OcspAnswer.Caching(
            encode.thisUpdate(),
            encode.thisUpdate().plus(configuration.ocspHttpMaxAge()),
            configuration.ocspHttpMaxAge(),
            sha256(response)));
  }

  private static Map<String, String> said(OcspQuestion question, List<String> statuses) {
    Map<String, String> said = new HashMap<>();
    said.put("responseStatus", "SUCCESSFUL");
    said.put("statuses", String.join(" ", statuses));
    question
        .nonce()
        .ifPresent(
            nonce -> said.put("nonce", HexFormat.of().formatHex(nonce.getExtnValue().getOctets())));
    return said;
  }

  private void raiseAlarm(StatusNotTrusted contradiction) {
    LOG.error("Status database not trusted: {}", contradiction.getMessage());
    AuditEvent alarm =
        new AuditEvent(
            AuditEventType.ALARM_RAISED,
            Outcome.FAILURE,
            "ocsp",
            "certificate-status-database",
            Map.of(
                "kind", AlarmKind.STATUS_NOT_TRUSTED.name(),
                "reason", String.valueOf(contradiction.getMessage())));
    try {
      auditLog.recordAsync(alarm, OcspService::noteUnrecordedAlarm);
    } catch (ServiceUnavailable e) {
      noteUnrecordedAlarm(e);
    }
  }

  private static void noteUnrecordedAlarm(@Nullable ServiceUnavailable failure) {
    if (failure != null) {
      LOG.error("The alarm has no audit record", failure);
    }
  }

  private static String sha256(Der octets) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(octets.octets());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }
}
