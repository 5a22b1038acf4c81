package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.keymanagement.approval.DeviceApproval;
import org.opentws.keymanagement.approval.DeviceApproval.Standing;
import org.opentws.keymanagement.approval.DeviceApprovals;
import org.opentws.keymanagement.approval.OperatingMode;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;

/**
 * Which of this node's devices may hold which keys (KM1.2, KM1.4, KM6.2, TS4.1): asked of the
 * device itself before a key is made or taken into use, and of what it last said at every use.
 */
@ApplicationScoped
class DeviceStandings {
  /** As long as a new device takes to be bought, evaluated and set up. */
  private static final int WARNING_DAYS = 90;

  @Inject CryptographicDevices devices;
  @Inject DeviceApprovals approvals;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  private final Map<String, DeviceFacts> facts = new ConcurrentHashMap<>();

  /** What this node has raised an alarm for and is still so, by device. */
  private final Map<String, String> alarmed = new ConcurrentHashMap<>();

  OperatingMode mode() {
    return approvals.mode();
  }

  DeviceApproval of(DeviceFacts said) {
    return approvals.of(said);
  }

  /** The list may have changed since. */
  void readList() {
    approvals.readList();
  }

  /** Keeps what a device says of itself, and raises an alarm if it is not approved, or not long. */
  void seen(String token, DeviceFacts said) {
    facts.put(token, said);
    DeviceApproval approval = approvals.of(said);
    Optional<AlarmKind> kind = alarm(approval);
    String now = kind.map(AlarmKind::name).orElse("");
    if (kind.isPresent() && !now.equals(alarmed.get(token))) {
      audit.recordAndWait(
          AuditEvent.alarm(
              kind.get(), "keymanagement", "device:" + token, Map.of("reason", approval.words())));
    }
    alarmed.put(token, now);
  }

  private Optional<AlarmKind> alarm(DeviceApproval approval) {
    if (approval.standing() == Standing.NOT_APPROVED || approval.standing() == Standing.LAPSED) {
      return Optional.of(AlarmKind.DEVICE_NOT_APPROVED);
    }
    LocalDate limit = day(time.now()).plusDays(WARNING_DAYS);
    return approval
        .evaluation()
        .filter(evaluation -> evaluation.expires().isBefore(limit))
        .map(evaluation -> AlarmKind.EXPIRY_NEAR);
  }

  private static LocalDate day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /**
   * Why the key signs nothing in that device, its own or a replica; empty if it may.
   *
   * @throws ServiceUnavailable DEVICE: it never said what it is
   */
  Optional<String> objectionToUse(HeldKey held, String device) {
    if (approvals.mode() == OperatingMode.TEST) {
      return Optional.empty();
    }
    DeviceFacts known = facts.get(device);
    return approvals
        .objectionToUse(held.key().purpose(), known != null ? known : ask(device))
        .map(reason -> "the device '" + device + "' is not approved: " + reason);
  }

  /**
   * Asks the device before a key of this purpose is made there or taken into use. A refusal is
   * recorded whatever becomes of the caller's transaction.
   *
   * @throws RequestRefused DEVICE_NOT_APPROVED
   * @throws ServiceUnavailable DEVICE
   */
  void refuseUnlessApproved(KeyPurpose purpose, String token) {
    if (approvals.mode() == OperatingMode.TEST) {
      return;
    }
    DeviceFacts said = ask(token);
    Optional<String> objection = approvals.objectionToNew(purpose, said);
    if (objection.isPresent()) {
      Map<String, String> details = details(said);
      details.put("purpose", purpose.name());
      details.put("reason", objection.get());
      audit.recordAndWait(
          new AuditEvent(
              AuditEventType.DEVICE_REFUSED,
              Outcome.REFUSED,
              "keymanagement",
              "device:" + token,
              details));
      throw new RequestRefused(
          Refusal.DEVICE_NOT_APPROVED,
          "the device '%s' (%s %s) may hold no new %s key: %s"
              .formatted(token, said.manufacturer(), said.model(), purpose, objection.get()));
    }
  }

  private DeviceFacts ask(String token) {
    try {
      DeviceFacts said = devices.facts(token);
      facts.put(token, said);
      return said;
    } catch (HsmUnavailable e) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.DEVICE, "the device '" + token + "' is offline", e);
    }
  }

  /** For the audit log: what a device says of itself, and how it stands. */
  Map<String, String> details(DeviceFacts said) {
    Map<String, String> details = new HashMap<>();
    details.put("label", said.tokenLabel());
    details.put("manufacturer", said.manufacturer());
    details.put("model", said.model());
    details.put("serialNumber", said.serialNumber());
    details.put("firmwareVersion", said.firmwareVersion());
    // KM1.2: a test device is called one wherever it shows.
    details.put("testDevice", String.valueOf(said.testDevice()));
    details.put("approval", approvals.of(said).words());
    return details;
  }
}
