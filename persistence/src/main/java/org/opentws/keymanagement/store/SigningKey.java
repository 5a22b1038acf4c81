package org.opentws.keymanagement.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * One key in the register (KM1-KM6): what it is, where it lives, whether it may sign. Its state
 * goes one way, and only through the methods below.
 */
@Entity
@Table(name = "signing_key")
public class SigningKey {
  private static final String BACKUP = "BACKUP";
  private static final String NEVER_LEAVES = "NEVER_LEAVES";

  @Id
  @Column(name = "key_id", updatable = false)
  private String keyId;

  @Enumerated(EnumType.STRING)
  @Column(name = "purpose", updatable = false)
  private KeyPurpose purpose;

  @Column(name = "owner", updatable = false)
  private String owner;

  @Column(name = "token", updatable = false)
  private String token;

  @Column(name = "label", updatable = false)
  private String label;

  @Column(name = "algorithm", updatable = false)
  private String algorithm;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private KeyState state;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "requested_by", updatable = false)
  private String requestedBy;

  @Column(name = "approved_by", updatable = false)
  private String approvedBy;

  @Column(name = "protection", updatable = false)
  private String protection;

  @Enumerated(EnumType.STRING)
  @Column(name = "ceremony", updatable = false)
  private KeyCeremony ceremony;

  @Column(name = "state_changed_at")
  private @Nullable Instant stateChangedAt;

  @Column(name = "compromised_at")
  private @Nullable Instant compromisedAt;

  @Column(name = "restored_at")
  private @Nullable Instant restoredAt;

  @Column(name = "spki_sha256", updatable = false)
  private String spkiSha256;

  @Column(name = "certificate")
  private byte @Nullable [] certificate;

  @Column(name = "usable_from")
  private @Nullable Instant usableFrom;

  @Column(name = "usable_until")
  private @Nullable Instant usableUntil;

  @ElementCollection
  @CollectionTable(name = "signing_key_issuer", joinColumns = @JoinColumn(name = "key_id"))
  @OrderColumn(name = "position")
  @Column(name = "certificate")
  private List<byte[]> issuers = new ArrayList<>();

  /** For the persistence provider only. */
  protected SigningKey() {}

  private SigningKey(NewSigningKey facts, KeyState state) {
    this.keyId = facts.keyId();
    this.purpose = facts.purpose();
    this.owner = facts.owner();
    this.token = facts.token();
    this.label = facts.label();
    this.algorithm = facts.algorithm();
    this.spkiSha256 = facts.spkiSha256();
    this.createdAt = facts.createdAt();
    this.requestedBy = facts.requestedBy();
    this.approvedBy = facts.approvedBy();
    this.protection = facts.backup() ? BACKUP : NEVER_LEAVES;
    this.ceremony = facts.ceremony();
    this.stateChangedAt = facts.createdAt();
    this.state = state;
  }

  /** A key just made in a device: it waits for its certificate. */
  public static SigningKey generated(NewSigningKey facts) {
    return new SigningKey(facts, KeyState.GENERATED);
  }

  /** A key just made in a device, to be kept until it takes another one's place by itself. */
  public static SigningKey spare(NewSigningKey facts) {
    return new SigningKey(facts, KeyState.SPARE);
  }

  /** The key of a CA that lives outside this system (KM1.6): listed, never usable here. */
  public static SigningKey offline(NewSigningKey facts, KeyCertificate bound) {
    SigningKey key = new SigningKey(facts, KeyState.OFFLINE);
    key.bind(bound);
    return key;
  }

  /**
   * Binds the key to its certificate: from now on it may sign.
   *
   * @throws RequestRefused WRONG_STATE unless it waits for its certificate: never one that had one
   */
  public void activate(KeyCertificate bound, Instant now) {
    require("be bound to a certificate", KeyState.GENERATED, KeyState.SPARE);
    bind(bound);
    become(KeyState.ACTIVE, now);
  }

  /**
   * Lets an inactive key sign again (KM3.2).
   *
   * @throws RequestRefused WRONG_STATE unless it is inactive
   */
  public void reactivate(Instant now) {
    require("be activated", KeyState.INACTIVE);
    become(KeyState.ACTIVE, now);
  }

  /**
   * Stops the key from signing; it keeps its certificate.
   *
   * @throws RequestRefused WRONG_STATE unless it is active
   */
  public void deactivate(Instant now) {
    require("be deactivated", KeyState.ACTIVE);
    become(KeyState.INACTIVE, now);
  }

  /**
   * Says that the key may be in other hands: it never signs again (KM4.3).
   *
   * @throws RequestRefused WRONG_STATE if it is offline, destroyed or compromised already
   */
  public void compromised(Instant now) {
    require(
        "be marked as compromised",
        KeyState.GENERATED,
        KeyState.SPARE,
        KeyState.ACTIVE,
        KeyState.INACTIVE);
    compromisedAt = now;
    become(KeyState.COMPROMISED, now);
  }

  /** Says that the device has it back from its backup (KMF-e). */
  public void restored(Instant now) {
    if (!mayBeBackedUp()) {
      throw wrongState("come back from a backup: it never leaves its device");
    }
    restoredAt = now;
  }

  /**
   * Says that the key is gone from the device (KM5.1). Its line and certificate stay for ever.
   *
   * @throws RequestRefused WRONG_STATE if it is active, offline or destroyed already
   */
  public void destroy(Instant now) {
    require(
        "be destroyed",
        KeyState.GENERATED,
        KeyState.SPARE,
        KeyState.INACTIVE,
        KeyState.COMPROMISED);
    become(KeyState.DESTROYED, now);
  }

  private void become(KeyState next, Instant now) {
    state = next;
    stateChangedAt = now;
  }

  private void bind(KeyCertificate bound) {
    certificate = bound.certificate().octets();
    usableFrom = bound.usableFrom();
    usableUntil = bound.usableUntil();
    bound.issuers().forEach(issuer -> issuers.add(issuer.octets()));
  }

  private void require(String what, KeyState... needed) {
    if (!List.of(needed).contains(state)) {
      throw wrongState(what);
    }
  }

  private RequestRefused wrongState(String what) {
    return new RequestRefused(
        Refusal.WRONG_STATE, "key " + keyId + " is " + state + " and cannot " + what);
  }

  public String keyId() {
    return keyId;
  }

  public KeyPurpose purpose() {
    return purpose;
  }

  public String owner() {
    return owner;
  }

  /** The device's name; empty for the key of an offline CA. */
  public String token() {
    return token;
  }

  public String label() {
    return label;
  }

  public String algorithm() {
    return algorithm;
  }

  public KeyState state() {
    return state;
  }

  public Instant createdAt() {
    return createdAt;
  }

  public String requestedBy() {
    return requestedBy;
  }

  public String approvedBy() {
    return approvedBy;
  }

  /** Whether it may leave its device under the backup key. */
  public boolean mayBeBackedUp() {
    return protection.equals(BACKUP);
  }

  public KeyCeremony ceremony() {
    return ceremony;
  }

  public Optional<Instant> stateChangedAt() {
    return Optional.ofNullable(stateChangedAt);
  }

  public Optional<Instant> compromisedAt() {
    return Optional.ofNullable(compromisedAt);
  }

  /** When it came back from its backup: the device no longer says that it made the key itself. */
  public Optional<Instant> restoredAt() {
    return Optional.ofNullable(restoredAt);
  }

  /** Lower-case hex. */
  public String spkiSha256() {
    return spkiSha256;
  }

  /** The certificate it is bound to, with its issuers; empty while it waits for one. */
  public Optional<KeyCertificate> certificate() {
    if (certificate == null || usableFrom == null || usableUntil == null) {
      return Optional.empty();
    }
    List<Der> chain = issuers.stream().map(Der::of).toList();
    return Optional.of(new KeyCertificate(Der.of(certificate), chain, usableFrom, usableUntil));
  }
}
