package org.opentws.keymanagement.web;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.opentws.keymanagement.KeyLine;
import org.opentws.keymanagement.ReplicaState;
import org.opentws.keymanagement.store.KeyCertificate;

/**
 * A key as {@code GET /api/v1/keys} shows it.
 *
 * @param keyClass one of the four classes of 5.2.5.1
 * @param device name of the device; empty for the key of an offline CA
 * @param testDevice whether that device is a test device (KM1.2); empty if it is unknown now
 * @param backup whether it may leave the device under its backup key; else it never does
 * @param replica HELD, MISSING, REFUSED, UNKNOWN or NEVER_LEAVES: whether the replica of its device
 *     holds it, as this node last saw it; empty if the device has none
 * @param ceremony INSTALLATION, DUAL_CONTROL, RENEWAL, FIRST_START or OFFLINE_CA: how it came about
 * @param spkiSha256 empty for a secret key
 * @param certificate DER in base64; empty while the key waits for its certificate, and for a secret
 *     key
 * @param certificateSha256 fingerprint, lower-case hex
 */
public record KeyView(
    String keyId,
    String keyClass,
    String purpose,
    String owner,
    String device,
    Optional<Boolean> testDevice,
    String label,
    String algorithm,
    String state,
    Optional<Instant> stateChangedAt,
    boolean backup,
    Optional<String> replica,
    String ceremony,
    Instant createdAt,
    String requestedBy,
    String approvedBy,
    Optional<Instant> usableFrom,
    Optional<Instant> usableUntil,
    Optional<String> spkiSha256,
    Optional<String> certificate,
    Optional<String> certificateSha256) {

  static KeyView of(KeyLine line, Optional<Boolean> testDevice) {
    return new KeyView(
        line.keyId(),
        line.keyClass().name(),
        line.purpose(),
        line.owner(),
        line.token(),
        testDevice,
        line.label(),
        line.algorithm(),
        line.state().name(),
        line.life().stateChangedAt(),
        line.life().backup(),
        line.life().replica().map(ReplicaState::name),
        line.life().ceremony().name(),
        line.createdAt(),
        line.requestedBy(),
        line.approvedBy(),
        line.certificate().map(KeyCertificate::usableFrom),
        line.certificate().map(KeyCertificate::usableUntil),
        line.spkiSha256(),
        line.certificate().map(KeyView::base64),
        line.certificateSha256());
  }

  private static String base64(KeyCertificate bound) {
    return Base64.getEncoder().encodeToString(bound.certificate().octets());
  }
}
