package org.opentws.timestamping;

import jakarta.ejb.EJB;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.cmp.PKIFailureInfo;
import org.bouncycastle.tsp.TimeStampRequest;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.catalogue.AlgorithmNames;
import org.opentws.time.TrustedTime;
import org.opentws.timestamping.store.ArchivedTimeStamp;
import org.opentws.value.Der;
import org.opentws.value.Sha256;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Time-stamping as the protocol sees it: bytes in, bytes out. A token is archived first, then in
 * the audit log, then it leaves; a crash in between leaves a token that nobody received, which does
 * no harm. No thread waits: the answer comes on the thread of the writer that was last.
 */
@ApplicationScoped
public class TimeStampingService {
  /** Who asks a unit that answers anybody. */
  public static final String ANONYMOUS = "anonymous";

  private static final Logger LOG = LoggerFactory.getLogger(TimeStampingService.class);
  private static final String ACTOR = "timestamping";

  @Inject StampSigner signer;
  @Inject TimeStampPolicies policies;
  @Inject AuditLog audit;
  @Inject AlgorithmCatalogues algorithms;
  @Inject TrustedTime time;
  @Inject TimeStampMetrics metrics;
  @EJB TimeStampingThreads threads;

  private final TimeStampRequestReader reader = new TimeStampRequestReader();

  /** Kept after the first use: the hot path makes no call through the container. */
  private volatile @Nullable ArchiveWriter writer;

  /** The unit that {@code /tsa} without a name means. */
  public String firstUnit() {
    return policies.firstUnit();
  }

  /**
   * Whether this client may ask (TS1.1); one that may is counted.
   *
   * @throws ServiceUnavailable DATABASE
   */
  public Admission admit(String unit, Optional<ClientCredential> credential) {
    Optional<TimeStampingUnit> offered = policies.unit(unit);
    if (offered.isEmpty()) {
      return Admission.NO_SUCH_UNIT;
    }
    Admission admission = Admission.ADMITTED;
    if (credential.isPresent()) {
      admission = policies.admit(unit, credential.get());
    } else if (offered.get().registeredOnly()) {
      admission = Admission.CREDENTIAL_NEEDED;
    }
    if (admission != Admission.ADMITTED) {
      recordRefusedClient(unit, admission, credential);
    }
    return admission;
  }

  private void recordRefusedClient(
      String unit, Admission admission, Optional<ClientCredential> credential) {
    AuditEvent event =
        refusal(
            "client: " + admission,
            Outcome.REFUSED,
            credential.map(ClientCredential::client).orElse(ANONYMOUS));
    audit.recordAsync(
        event,
        failure -> {
          if (failure != null) {
            LOG.error("A refusal of unit {} could not be recorded", unit, failure);
          }
        });
  }

  /**
   * Answers one request of a client that was admitted, without blocking. The consumer is called
   * once, on any thread, when the answer is durable; it must not block. What it gets is always a
   * DER TimeStampResp, also for garbage.
   */
  public void answer(String unit, String client, Der request, Consumer<Der> answered) {
    try {
      TimeStampingUnit offered =
          policies
              .unit(unit)
              .orElseThrow(
                  () -> new ServiceUnavailable(ServiceUnavailable.Cause.KEY, "unit was withdrawn"));
      TimeStampRequest asked = reader.read(request); // TS1.2
      requireSuitable(asked.getMessageImprintAlgOID());
      if (asked.getReqPolicy() != null && !asked.getReqPolicy().equals(offered.policyId())) {
        throw new RequestRefused(Refusal.UNACCEPTED_POLICY, "this unit does not offer that policy");
      }
      signer.submit(
          new StampOrder(
              offered,
              asked,
              client,
              stamp -> archive(stamp, answered),
              why -> failed(why, client, answered)));
    } catch (RuntimeException e) {
      failed(e, client, answered);
    }
  }

  /** TS1.2: the reader knows which hashes there are, the catalogue which of them are still good. */
  private void requireSuitable(ASN1ObjectIdentifier imprint) {
    algorithms
        .current()
        .hashObjection(AlgorithmNames.ofHash(imprint), time.now())
        .ifPresent(
            objection -> {
              throw new RequestRefused(Refusal.BAD_ALGORITHM, objection);
            });
  }

  private void failed(RuntimeException why, String client, Consumer<Der> answered) {
    if (why instanceof RequestRefused refused) {
      int failureInfo = TimeStampResponses.failureInfo(refused.refusal());
      reject(failureInfo, refusal(refused.detail(), Outcome.REFUSED, client), answered);
    } else if (why instanceof ServiceUnavailable missing) {
      unavailable(missing, client, answered);
    } else {
      LOG.error("time-stamping failed", why);
      AuditEvent event = refusal("internal error", Outcome.FAILURE, client);
      reject(PKIFailureInfo.systemFailure, event, answered);
    }
  }

  private void archive(ArchivedTimeStamp stamp, Consumer<Der> answered) {
    writer().append(stamp, failure -> archived(stamp, failure, answered));
  }

  private ArchiveWriter writer() {
    ArchiveWriter running = writer;
    if (running == null) {
      running = threads.writer();
      writer = running;
    }
    return running;
  }

  private void archived(
      ArchivedTimeStamp stamp, @Nullable ServiceUnavailable failure, Consumer<Der> answered) {
    if (failure != null) {
      unavailable(failure, stamp.client(), answered);
      return;
    }
    metrics.countGranted();
    record(issued(stamp), () -> TokenTemplate.granted(stamp.token()), answered);
  }

  private void unavailable(ServiceUnavailable e, String client, Consumer<Der> answered) {
    LOG.warn("time-stamping unavailable: {} {}", e.missing(), e.getMessage());
    String text = e.missing() == ServiceUnavailable.Cause.TIME ? "no trusted time" : "try later";
    AuditEvent event = refusal(text, Outcome.FAILURE, client);
    reject(TimeStampResponses.failureInfo(e.missing()), event, answered);
  }

  private void reject(int failureInfo, AuditEvent event, Consumer<Der> answered) {
    metrics.countRefused(failureInfo);
    String text = event.details().getOrDefault("reason", "");
    record(event, () -> TimeStampResponses.rejection(failureInfo, text), answered);
  }

  /** What leaves, leaves after its record is durable. */
  private void record(AuditEvent event, Supplier<Der> answer, Consumer<Der> answered) {
    try {
      audit.recordAsync(
          event, failure -> answered.accept(failure == null ? answer.get() : auditFailed(failure)));
    } catch (ServiceUnavailable e) {
      answered.accept(auditFailed(e));
    }
  }

  /** The token's hash seals the archive's row: another token there would contradict the log. */
  private static AuditEvent issued(ArchivedTimeStamp stamp) {
    return new AuditEvent(
        AuditEventType.TIME_STAMP_ISSUED,
        Outcome.SUCCESS,
        stamp.client().equals(ANONYMOUS) ? ACTOR : "client:" + stamp.client(),
        "time-stamp:" + stamp.serial().hex(),
        Map.of(
            "unit", stamp.unit(),
            "genTime", stamp.genTime().toString(),
            "imprintAlgorithm", stamp.imprintAlgorithm(),
            "imprint", HexFormat.of().formatHex(stamp.imprint().octets()),
            "tokenSha256", Sha256.hex(stamp.token())));
  }

  private static AuditEvent refusal(String text, Outcome outcome, String client) {
    return new AuditEvent(
        AuditEventType.TIME_STAMP_REFUSED,
        outcome,
        client.equals(ANONYMOUS) ? ACTOR : "client:" + client,
        "time-stamp",
        Map.of("reason", text));
  }

  /** What is answered when nothing became durable in time; the token may be archived, no harm. */
  public static Der tooLate() {
    return TimeStampResponses.rejection(PKIFailureInfo.systemFailure, "try later");
  }

  private static Der auditFailed(ServiceUnavailable failure) {
    LOG.error("a time-stamp is withheld: {}", failure.getMessage());
    return TimeStampResponses.rejection(PKIFailureInfo.systemFailure, "try later");
  }
}
