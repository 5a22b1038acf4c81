package org.opentws.keymanagement.web;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.DeviceFacts;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.DeviceStatus;
import org.opentws.keymanagement.approval.DeviceApproval;
import org.opentws.keymanagement.approval.Evaluation;
import org.opentws.keymanagement.store.KeyPurpose;

/**
 * A device of this node as {@code GET /api/v1/devices} shows it.
 *
 * @param since when it came into this state
 * @param testDevice true for a software device, which no production may use (KM1.2)
 * @param approval TEST_MODE, APPROVED, LAPSED or NOT_APPROVED (KM1.2)
 * @param evaluation its certificate of evaluation; empty if the list does not have the device
 * @param purposes of the keys that it is approved for
 * @param pin OPENS_BY_ITSELF, LOCKED (waits for persons) or ACTIVATED
 * @param orphans labels of keys that the register does not know
 * @param backupKey the key under which its keys are backed up (KM6.4); empty if it has none, or was
 *     never seen open
 */
public record DeviceView(
    String device,
    boolean up,
    Instant since,
    Optional<Boolean> testDevice,
    Optional<String> tokenLabel,
    Optional<String> manufacturer,
    Optional<String> model,
    Optional<String> serialNumber,
    Optional<String> firmwareVersion,
    Optional<String> approval,
    Optional<Evaluated> evaluation,
    List<String> purposes,
    Optional<String> pin,
    List<String> orphans,
    Optional<BackupKey> backupKey) {

  /**
   * A backup key, which exists in the device and as shares of its holders.
   *
   * @param algorithm AES and its bits
   * @param checkValue tells it from another one, lower-case hex
   * @param trusted whether a security officer of the device put it in
   */
  public record BackupKey(String algorithm, String checkValue, boolean trusted) {
    static BackupKey of(BackupKeyFacts facts) {
      return new BackupKey("AES:" + facts.bits(), facts.checkValue(), facts.trusted());
    }
  }

  /**
   * A certificate of evaluation.
   *
   * @param expires its last day, UTC
   */
  public record Evaluated(String scheme, String certificate, String expires) {
    static Evaluated of(Evaluation evaluation) {
      return new Evaluated(
          evaluation.scheme(), evaluation.certificate(), evaluation.expires().toString());
    }
  }

  static DeviceView of(DeviceStatus status) {
    Optional<DeviceFacts> facts = status.facts();
    return new DeviceView(
        status.token(),
        status.up(),
        status.since(),
        facts.map(DeviceFacts::testDevice),
        facts.map(DeviceFacts::tokenLabel),
        facts.map(DeviceFacts::manufacturer),
        facts.map(DeviceFacts::model),
        facts.map(DeviceFacts::serialNumber),
        facts.map(DeviceFacts::firmwareVersion),
        status.approval().map(approval -> approval.standing().name()),
        status.approval().flatMap(DeviceApproval::evaluation).map(Evaluated::of),
        status.approval().map(DeviceApproval::purposes).orElse(Set.of()).stream()
            .map(KeyPurpose::name)
            .sorted()
            .toList(),
        status.pin().map(TokenState::name),
        status.orphans().stream().sorted().toList(),
        status.backupKey().map(BackupKey::of));
  }
}
