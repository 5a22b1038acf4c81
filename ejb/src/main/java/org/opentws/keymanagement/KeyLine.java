package org.opentws.keymanagement;

import java.time.Instant;
import java.util.Optional;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyState;

/**
 * A line of the inventory of keys (KMF-b).
 *
 * @param purpose the one thing it is for: one of {@code KeyPurpose}, or what a secret key does
 * @param token the device; empty for the key of an offline CA
 * @param requestedBy account of the person who asked for it
 * @param approvedBy account of the person who agreed
 * @param spkiSha256 empty for a secret key, which has no public half
 * @param certificateSha256 lower-case hex, for comparing over a trusted path (KM2.4-s2)
 */
public record KeyLine(
    String keyId,
    KeyClass keyClass,
    String purpose,
    String owner,
    String token,
    String label,
    String algorithm,
    KeyState state,
    Life life,
    Instant createdAt,
    String requestedBy,
    String approvedBy,
    Optional<String> spkiSha256,
    Optional<KeyCertificate> certificate,
    Optional<String> certificateSha256) {

  /**
   * How it came about and what became of it.
   *
   * @param backup whether it may leave its device under the backup key
   * @param compromisedAt when somebody marked it so
   * @param restoredAt when it came back from its backup
   * @param replica whether the replica of its device holds it; empty if the device has none
   */
  public record Life(
      KeyCeremony ceremony,
      boolean backup,
      Optional<Instant> stateChangedAt,
      Optional<Instant> compromisedAt,
      Optional<Instant> restoredAt,
      Optional<ReplicaState> replica) {}
}
