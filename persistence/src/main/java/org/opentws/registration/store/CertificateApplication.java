package org.opentws.registration.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.dataencryption.store.FieldEncryption;
import org.opentws.dataencryption.store.FieldPlace;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * One application for one certificate (R1). What was applied for never changes; the state changes
 * only through the methods here, one way. Two decisions at the same time: the version lets only the
 * first be stored. Personal data are encrypted in the fields from the moment it is stored, and
 * opened when they are asked for.
 */
@Entity
@EntityListeners(PersonalFields.class)
@Table(name = CertificateApplication.TABLE)
public class CertificateApplication {
  static final String TABLE = "certificate_application";
  private static final String PKCS10 = "pkcs10";
  private static final String SUBJECT = "subject";
  private static final String EVIDENCE = "evidence";
  private static final String OFFICER_EVIDENCE = "officer_evidence";
  private static final String REASON = "reason";

  /** Null until it is stored: then everything is in clear. */
  @Transient private @Nullable FieldEncryption encryption;

  @Id
  @Column(updatable = false)
  private String id;

  @Version
  @Column(nullable = false)
  private int version;

  @Enumerated(EnumType.STRING)
  @Column(nullable = false)
  private ApplicationState state;

  @Column(updatable = false, nullable = false)
  private String profile;

  @Column(name = "registration_authority", updatable = false, nullable = false)
  private String registrationAuthority;

  @Column(updatable = false, nullable = false)
  private byte[] pkcs10;

  @Column(name = "public_key_sha256", updatable = false, nullable = false)
  private byte[] publicKeySha256;

  @Column(updatable = false, nullable = false)
  private String subject;

  @Column(updatable = false, nullable = false)
  private boolean consent;

  @Column(updatable = false)
  private @Nullable String terms;

  @Column(updatable = false, nullable = false)
  private String evidence;

  @Column(name = "revocation_passphrase", updatable = false)
  private @Nullable String passphraseHash;

  @Column(name = "revocation_passphrase_seal", updatable = false)
  private @Nullable String passphraseSeal;

  @Column(name = "submitted_at", updatable = false, nullable = false)
  private Instant submittedAt;

  @Column(name = "submitted_by", updatable = false, nullable = false)
  private String submittedBy;

  @Column(name = "submitted_by_person", updatable = false, nullable = false)
  private String submittedByPerson;

  @Column(name = "officer_evidence")
  private @Nullable String officerEvidence;

  @Column(name = "decided_at")
  private @Nullable Instant decidedAt;

  @Column(name = "decided_by")
  private @Nullable String decidedBy;

  @Column(name = "attempted_at")
  private @Nullable Instant attemptedAt;

  @Column private @Nullable String reason;

  @Column private @Nullable String issuer;

  @Column private @Nullable String serial;

  @Column(name = "completed_at")
  private @Nullable Instant completedAt;

  @Column(name = "erased_at", insertable = false, updatable = false)
  private @Nullable Instant erasedAt;

  /** For JPA. */
  protected CertificateApplication() {}

  /** A new application, SUBMITTED. */
  public CertificateApplication(Submission submission) {
    id = submission.id();
    state = ApplicationState.SUBMITTED;
    profile = submission.profile();
    registrationAuthority = submission.registrationAuthority();
    pkcs10 = submission.pkcs10().octets();
    publicKeySha256 = submission.publicKeySha256().octets();
    subject = submission.subject();
    consent = submission.consent();
    terms = submission.terms().orElse(null);
    evidence = submission.evidence();
    passphraseHash = submission.passphraseHash().orElse(null);
    passphraseSeal = submission.passphraseSeal().orElse(null);
    submittedAt = submission.submittedAt();
    submittedBy = submission.submitter().account();
    submittedByPerson = submission.submitter().person();
  }

  /**
   * SUBMITTED -> APPROVED, and the first attempt at certification begins.
   *
   * @param verified what the officer saw in addition, JSON array; empty if nothing
   * @throws RequestRefused WRONG_STATE
   */
  public void approve(String officer, Instant at, Optional<String> verified) {
    decide(ApplicationState.APPROVED, officer, at);
    officerEvidence = verified.map(text -> sealed(OFFICER_EVIDENCE, text)).orElse(null);
    attemptedAt = at;
  }

  /**
   * SUBMITTED -> REJECTED.
   *
   * @throws RequestRefused WRONG_STATE
   */
  public void reject(String officer, Instant at, String why) {
    decide(ApplicationState.REJECTED, officer, at);
    reason = sealed(REASON, why);
    completedAt = at;
  }

  /**
   * Begins another attempt at certification, if none is under way: the one who stores the attempt
   * first may go on.
   *
   * @param patience an attempt older than this is taken for dead
   */
  public boolean beginAttempt(Instant at, Duration patience) {
    require(ApplicationState.APPROVED);
    if (attemptedAt != null && attemptedAt.plus(patience).isAfter(at)) {
      return false;
    }
    attemptedAt = at;
    return true;
  }

  /** The attempt failed for a cause outside the application: it may be tried again at once. */
  public void endAttempt() {
    require(ApplicationState.APPROVED);
    attemptedAt = null;
  }

  /** APPROVED -> CERTIFIED. */
  public void certified(String issuer, SerialNumber serial, Instant at) {
    require(ApplicationState.APPROVED);
    state = ApplicationState.CERTIFIED;
    this.issuer = issuer;
    this.serial = serial.hex();
    completedAt = at;
  }

  /** APPROVED -> REFUSED. */
  public void refused(String why, Instant at) {
    require(ApplicationState.APPROVED);
    state = ApplicationState.REFUSED;
    reason = sealed(REASON, why);
    completedAt = at;
  }

  private void decide(ApplicationState decision, String officer, Instant at) {
    require(ApplicationState.SUBMITTED);
    state = decision;
    decidedBy = officer;
    decidedAt = at;
  }

  /** It is stored for the first time: what is personal is encrypted. */
  void seal(FieldEncryption with) {
    encryption = with;
    pkcs10 = with.sealOctets(place(PKCS10), pkcs10);
    subject = sealed(SUBJECT, subject);
    evidence = sealed(EVIDENCE, evidence);
    reason = reason == null ? null : sealed(REASON, reason);
  }

  /** It was read. */
  void readWith(FieldEncryption with) {
    encryption = with;
  }

  private String sealed(String column, String clear) {
    return encryption == null ? clear : encryption.sealText(place(column), clear);
  }

  private String opened(String column, String stored) {
    return encryption == null ? stored : encryption.openText(place(column), stored);
  }

  private FieldPlace place(String column) {
    return new FieldPlace(TABLE, column, id);
  }

  private void require(ApplicationState needed) {
    if (state != needed) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the application is " + state);
    }
  }

  public String id() {
    return id;
  }

  public ApplicationState state() {
    return state;
  }

  public String profile() {
    return profile;
  }

  /** Through which it came in. */
  public String registrationAuthority() {
    return registrationAuthority;
  }

  /** Empty once it was erased. */
  public Der pkcs10() {
    return Der.of(encryption == null ? pkcs10 : encryption.openOctets(place(PKCS10), pkcs10));
  }

  public Der publicKeySha256() {
    return Der.of(publicKeySha256);
  }

  /** JSON object, personal data; without attributes once they were erased. */
  public String subject() {
    return opened(SUBJECT, subject);
  }

  public boolean consent() {
    return consent;
  }

  public Optional<String> terms() {
    return Optional.ofNullable(terms);
  }

  /** JSON array, personal data; empty once they were erased. */
  public String evidence() {
    return opened(EVIDENCE, evidence);
  }

  /** The seal under the passphrase's hash, the id and the public key. */
  public Optional<String> passphraseSeal() {
    return Optional.ofNullable(passphraseSeal);
  }

  /** Argon2id hash of the subject's revocation passphrase (RM1.2). */
  public Optional<String> passphraseHash() {
    return Optional.ofNullable(passphraseHash);
  }

  public Instant submittedAt() {
    return submittedAt;
  }

  public String submittedBy() {
    return submittedBy;
  }

  public String submittedByPerson() {
    return submittedByPerson;
  }

  /** JSON array, personal data: what the approving officer added. */
  public Optional<String> officerEvidence() {
    return Optional.ofNullable(officerEvidence).map(text -> opened(OFFICER_EVIDENCE, text));
  }

  public Optional<Instant> decidedAt() {
    return Optional.ofNullable(decidedAt);
  }

  public Optional<String> decidedBy() {
    return Optional.ofNullable(decidedBy);
  }

  public Optional<String> reason() {
    return Optional.ofNullable(reason).map(text -> opened(REASON, text));
  }

  public Optional<String> issuer() {
    return Optional.ofNullable(issuer);
  }

  public Optional<SerialNumber> serial() {
    return Optional.ofNullable(serial).map(SerialNumber::parse);
  }

  public Optional<Instant> completedAt() {
    return Optional.ofNullable(completedAt);
  }

  /** When its personal data were erased (docs/personal-data.md). */
  public Optional<Instant> erasedAt() {
    return Optional.ofNullable(erasedAt);
  }
}
