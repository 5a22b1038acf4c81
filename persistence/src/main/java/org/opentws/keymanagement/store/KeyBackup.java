package org.opentws.keymanagement.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.value.Der;

/** A private key outside its device, encrypted with that device's backup key (KM6.4). */
@Entity
@Table(name = "key_backup")
public class KeyBackup {
  @Id
  @Column(name = "backup_id", updatable = false)
  private String backupId;

  @Column(name = "key_id", updatable = false)
  private String keyId;

  @Column(name = "device", updatable = false)
  private String device;

  @Column(name = "check_value", updatable = false)
  private String checkValue;

  @Column(name = "public_key", updatable = false)
  private byte[] publicKey;

  @Column(name = "wrapped")
  private byte @Nullable [] wrapped;

  @Column(name = "made_at", updatable = false)
  private Instant madeAt;

  @Column(name = "requested_by", updatable = false)
  private String requestedBy;

  @Column(name = "approved_by", updatable = false)
  private String approvedBy;

  @Column(name = "erased_at")
  private @Nullable Instant erasedAt;

  /** For the persistence provider only. */
  protected KeyBackup() {}

  /**
   * What was made, and who wanted it.
   *
   * @param checkValue which backup key it is encrypted with
   * @param publicKey SubjectPublicKeyInfo
   */
  public record Made(
      String backupId,
      String keyId,
      String device,
      String checkValue,
      Der publicKey,
      Instant at,
      String requestedBy,
      String approvedBy) {}

  public KeyBackup(Made made, Der wrapped) {
    this.backupId = made.backupId();
    this.keyId = made.keyId();
    this.device = made.device();
    this.checkValue = made.checkValue();
    this.publicKey = made.publicKey().octets();
    this.madeAt = made.at();
    this.requestedBy = made.requestedBy();
    this.approvedBy = made.approvedBy();
    this.wrapped = wrapped.octets();
  }

  /** Nobody gets the key back from here any more (KM5.1). */
  public void erase(Instant now) {
    wrapped = null;
    erasedAt = now;
  }

  public String backupId() {
    return backupId;
  }

  public String keyId() {
    return keyId;
  }

  /** Which backup key it is encrypted with. */
  public String checkValue() {
    return checkValue;
  }

  /** SubjectPublicKeyInfo. */
  public Der publicKey() {
    return Der.of(publicKey);
  }

  public Instant madeAt() {
    return madeAt;
  }

  /** The encrypted key (RFC 5649); empty once it was erased. */
  public Optional<Der> wrapped() {
    return Optional.ofNullable(wrapped).map(Der::of);
  }
}
