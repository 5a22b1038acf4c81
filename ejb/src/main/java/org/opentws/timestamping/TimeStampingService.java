package org.opentws.timestamping;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Time-stamping as the protocol sees it: bytes in, bytes out, each answer in the log first. */
@Stateless
public class TimeStampingService {
  private static final Logger LOG = LoggerFactory.getLogger(TimeStampingService.class);
  private static final String ACTOR = "timestamping";

  @Inject private TimeStampIssuanceService issuance;
  @Inject private AuditLog audit;

  /** Whether the unit exists here. */
  @PermitAll
  public boolean serves(String unit) {
    return issuance.unit().equals(unit);
  }

  /**
   * Answers one request. The consumer is called once, on any thread, when the record of the answer
   * is durable (TS5.1); what it gets is always a DER TimeStampResp, also for garbage.
   */
  @PermitAll
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  public void answer(Der request, Consumer<Der> answered) {
    Answer answer = decide(request);
    try {
      audit.recordAsync(
          answer.event(),
          failure -> answered.accept(failure == null ? answer.response() : auditFailed(failure)));
    } catch (ServiceUnavailable e) {
      answered.accept(auditFailed(e));
    }
  }

  private record Answer(Der response, AuditEvent event) {}

  private Answer decide(Der request) {
    try {
      return granted(issuance.issue(request));
    } catch (RequestRefused e) {
      return refused(TimeStampResponses.failureInfo(e.refusal()), e.detail(), Outcome.REFUSED);
    } catch (ServiceUnavailable e) {
      LOG.warn("time-stamping unavailable: {} {}", e.missing(), e.getMessage());
      String text = e.missing() == ServiceUnavailable.Cause.TIME ? "no trusted time" : "try later";
      return refused(TimeStampResponses.failureInfo(e.missing()), text, Outcome.FAILURE);
    } catch (RuntimeException e) {
      LOG.error("time-stamping failed", e);
      return refused(PKIFailureInfo.systemFailure, "internal error", Outcome.FAILURE);
    }
  }

  private static Answer granted(IssuedTimeStamp stamp) {
    return new Answer(
        stamp.response(),
        new AuditEvent(
            AuditEventType.TIME_STAMP_ISSUED,
            Outcome.SUCCESS,
            ACTOR,
            "time-stamp:" + stamp.serial().hex(),
            Map.of(
                "genTime", stamp.genTime().toString(),
                "imprintAlgorithm", stamp.imprintAlgorithm(),
                "imprint", HexFormat.of().formatHex(stamp.imprint().octets()))));
  }

  private static Answer refused(int failureInfo, String text, Outcome outcome) {
    return new Answer(
        TimeStampResponses.rejection(failureInfo, text),
        new AuditEvent(
            AuditEventType.TIME_STAMP_REFUSED,
            outcome,
            ACTOR,
            "time-stamp",
            Map.of("reason", text)));
  }

  private static Der auditFailed(ServiceUnavailable failure) {
    LOG.error("a time-stamp is withheld: {}", failure.getMessage());
    return TimeStampResponses.rejection(PKIFailureInfo.systemFailure, "try later");
  }
}
