package org.opentws.keymanagement;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.access.RoleName;
import org.opentws.audit.AuditEventType;
import org.opentws.hsm.HsmConnection;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Puts a spare key in the place of a key whose end is near (KM4.2, KM3.5). Two persons agreed to it
 * when the spare was made; here nothing is decided but that the time has come. The spare gets a new
 * certificate; a key that had one never gets a second. The spare of an infrastructure key is made
 * here, when it is needed: two persons are asked for keys that relying parties know (KM1.3).
 */
@Stateless
public class KeyRollOver {
  /** Stands in the records where persons stand otherwise: what happens here, nobody asked for. */
  private static final TwoPersons NOBODY = new TwoPersons("keymanagement", "keymanagement");

  @Inject SigningKeyRepository register;
  @Inject CryptographicDevices devices;
  @Inject KeyCertifier certifier;
  @Inject KeyBinding binding;
  @Inject KeyGeneration generation;
  @Inject KeyMaker maker;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;

  RollOverSettings settings = new RollOverSettings(Duration.ofDays(30), Duration.ofDays(30));

  @PostConstruct
  void configure() {
    settings = RollOverSettings.from(ConfigProvider.getConfig());
  }

  /** What became of it. */
  public enum Result {
    /** The end of the key is not near. */
    NOT_DUE,
    /** The same, and there is no spare key although twice the lead before the end has begun. */
    NOT_DUE_AND_NO_SPARE,
    /** Another key is in use now, and there are more spare keys. */
    ROLLED_OVER,
    /** Another key is in use now; it was the last spare key. */
    ROLLED_OVER_TO_THE_LAST,
    /** The end is near and there is no spare key that may be used. */
    NO_SPARE
  }

  /** A key that ends later than after this time is neither due nor missed. */
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  @RolesAllowed(RoleName.SYSTEM)
  public Duration looksAhead() {
    return settings.lead().multipliedBy(2).plus(settings.renewalLead());
  }

  /**
   * Makes the spare key that is to follow an infrastructure key, if its end is near and there is
   * none. That key is made in a transaction of its own, so that a failure to certify it leaves a
   * spare for the next time and not one key more in the device each time.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE
   * @throws org.opentws.error.RequestRefused DEVICE_NOT_APPROVED, WEAK_KEY
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  @RolesAllowed(RoleName.SYSTEM)
  public void prepareIfDue(KeyPurpose purpose, String owner) {
    if (!KeyOrder.RENEWED.contains(purpose)) {
      // KM1.3: no way round the two persons.
      throw new IllegalArgumentException(purpose + " keys are asked for by two persons");
    }
    if (due(purpose, owner).isEmpty()) {
      return;
    }
    register.lockGeneration();
    // Read again: another node may have made it, or even taken it into use.
    Optional<SigningKey> former = due(purpose, owner);
    boolean isThere = !register.inState(purpose, owner, KeyState.SPARE).isEmpty();
    if (former.isEmpty() || isThere) {
      return;
    }
    KeyOrder order = KeyOrder.successorOf(former.get());
    maker.refuseUnlessSuitable(order);
    maker.refuseUnlessApproved(order);
    generation.make(order, KeyCeremony.RENEWAL, NOBODY);
  }

  /**
   * Rolls over if it is time to. Of several nodes one does it: the lock of key generation keeps the
   * others out, and they find another key in use then. A crash before the commit leaves a
   * certificate that nobody has, as after any issuance, and the spare is still one.
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE, KEY: the issuing CA cannot sign now
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  @RolesAllowed(RoleName.SYSTEM)
  public Result rollOverIfDue(KeyPurpose purpose, String owner) {
    if (due(purpose, owner).isEmpty()) {
      boolean lacking =
          KeyOrder.ROLLING.contains(purpose)
              && register.inState(purpose, owner, KeyState.SPARE).isEmpty();
      return lacking && ending(purpose, owner, settings.lead().multipliedBy(2)).isPresent()
          ? Result.NOT_DUE_AND_NO_SPARE
          : Result.NOT_DUE;
    }
    register.lockGeneration();
    Optional<SigningKey> former = due(purpose, owner);
    if (former.isEmpty()) {
      return Result.NOT_DUE; // Another node has just done it.
    }
    List<SigningKey> spares = usableSpares(purpose, owner);
    if (spares.isEmpty()) {
      return Result.NO_SPARE;
    }
    rollOver(former.get(), spares.get(0));
    return spares.size() == 1 && KeyOrder.ROLLING.contains(purpose)
        ? Result.ROLLED_OVER_TO_THE_LAST
        : Result.ROLLED_OVER;
  }

  /** Oldest first. */
  private List<SigningKey> usableSpares(KeyPurpose purpose, String owner) {
    return register.inState(purpose, owner, KeyState.SPARE).stream()
        .filter(spare -> defect(spare).isEmpty())
        .sorted(Comparator.comparing(SigningKey::createdAt))
        .toList();
  }

  private Optional<SigningKey> due(KeyPurpose purpose, String owner) {
    if (!KeyOrder.RENEWED.contains(purpose)) {
      return ending(purpose, owner, settings.lead());
    }
    return ending(purpose, owner, settings.renewalLead())
        .filter(key -> key.ceremony() != KeyCeremony.RENEWAL || hasServedHalfItsLife(key));
  }

  /** A lead longer than the life of certificates must not make one key after the other. */
  private boolean hasServedHalfItsLife(SigningKey key) {
    return key.certificate()
        .filter(
            bound -> {
              Duration life = Duration.between(bound.usableFrom(), bound.usableUntil());
              return !time.now().isBefore(bound.usableFrom().plus(life.dividedBy(2)));
            })
        .isPresent();
  }

  /** The key in use, if it ends within that time. */
  private Optional<SigningKey> ending(KeyPurpose purpose, String owner, Duration lead) {
    Instant limit = time.now().plus(lead);
    return register.inState(purpose, owner, KeyState.ACTIVE).stream()
        .filter(key -> key.certificate().filter(c -> !end(key, c).isAfter(limit)).isPresent())
        .findFirst();
  }

  /** KM4.3: of its life, or of its algorithm if the catalogue ends that earlier. */
  private Instant end(SigningKey key, KeyCertificate bound) {
    Instant suitable = maker.suitableUntil(key.algorithm());
    return suitable.isBefore(bound.usableUntil()) ? suitable : bound.usableUntil();
  }

  private void rollOver(SigningKey former, SigningKey spare) {
    Der publicKey = devices.with(spare.token(), device -> publicKey(device, spare));
    List<Der> certificates =
        certifier.certify(spare.purpose(), spare.owner(), publicKey, issuerOf(former));
    binding.bind(spare, certificates, NOBODY);
    journal.record(
        AuditEventType.KEY_ROLLED_OVER,
        "key:" + spare.keyId(),
        NOBODY,
        Map.of(
            "purpose", spare.purpose().name(),
            "owner", spare.owner(),
            "keyId", former.keyId(),
            "before", serial(former),
            "after", serial(spare),
            // Who agreed when the spare was made (KM1.3).
            "requester", spare.requestedBy(),
            "approver", spare.approvedBy()));
  }

  /** The CA that certified the former; empty if it is not in use any more: then the usual one. */
  private Optional<String> issuerOf(SigningKey former) {
    List<Der> issuers = former.certificate().map(KeyCertificate::issuers).orElse(List.of());
    if (issuers.isEmpty()) {
      return Optional.empty();
    }
    return register.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING).stream()
        .filter(ca -> ca.state() == KeyState.ACTIVE)
        .filter(ca -> ca.certificate().filter(c -> isFor(c, issuers.get(0))).isPresent())
        .map(SigningKey::owner)
        .findFirst();
  }

  private static boolean isFor(KeyCertificate ca, Der issuer) {
    return KeyCertificateReader.parse(ca.certificate())
        .getSubject()
        .equals(KeyCertificateReader.parse(issuer).getSubject());
  }

  private static String serial(SigningKey key) {
    return key.certificate()
        .map(bound -> KeyCertificateReader.serial(bound.certificate()))
        .orElse("");
  }

  private static Der publicKey(HsmConnection device, SigningKey key) {
    return Der.of(device.publicKey(key.label()).getEncoded());
  }

  /**
   * What speaks against a spare key that has lain in its device for a while; empty if nothing does
   * (KMF-a, KM1.5).
   *
   * @throws org.opentws.error.ServiceUnavailable DEVICE
   */
  Optional<String> defect(SigningKey spare) {
    Optional<String> unsuitable = maker.unsuitable(spare.purpose(), spare.algorithm());
    if (unsuitable.isPresent()) {
      return unsuitable;
    }
    return devices.with(
        spare.token(),
        device -> {
          if (!device.keyLabels().contains(spare.label())) {
            return Optional.of("the device has no such key");
          }
          Der publicKey = publicKey(device, spare);
          if (!Sha256.hex(publicKey).equals(spare.spkiSha256())) {
            return Optional.of("the key in the device is not the one that was made then");
          }
          return KeyFactsRules.defect(device, spare.label(), publicKey, Origin.of(spare));
        });
  }
}
