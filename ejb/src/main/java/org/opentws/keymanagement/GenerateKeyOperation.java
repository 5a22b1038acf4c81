package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.NewSigningKey;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Makes a key in a device (KM1). Dual control calls it after two persons agreed (KM1.3).
 *
 * <p>The device takes no part in the transaction. A crash or a rollback after the device made the
 * key leaves a key there that the register does not know: no service can use it, the watch finds
 * it, records it and names it for destruction ({@link DeviceReconciliation}). It is not destroyed
 * at once, because when a commit's answer is lost nobody here knows whether it took place.
 */
@ApplicationScoped
public class GenerateKeyOperation implements OperationHandler {
  @Inject SigningKeyRepository register;
  @Inject KeyMaker maker;
  @Inject KeyCertifier certifier;
  @Inject KeyBinding binding;
  @Inject KeyJournal journal;
  @Inject KeyLabels labels;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return "GENERATE_KEY";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    KeyOrder order = acceptable(parameters);
    String made =
        "Generate a new %s key of '%s' (%s) in the device '%s', %s."
            .formatted(
                order.purpose(),
                order.owner(),
                order.algorithm().code(),
                order.token(),
                order.backup()
                    ? "to leave it only encrypted under its backup key"
                    : "never to leave it");
    if (order.purpose() == KeyPurpose.CERTIFICATE_SIGNING) {
      return made
          + " The result is a certificate request for '%s', to be signed offline;"
              .formatted(order.subject())
          + " the key signs nothing else before IMPORT_CA_CERTIFICATE.";
    }
    if (order.spare()) {
      return made
          + " It is kept as a spare without a certificate. When the end of the key that is in use"
          + " is near, it is checked, gets a certificate of its own and takes that key's place by"
          + " itself, without being asked for again.";
    }
    String certified =
        made
            + " It gets its certificate%s and becomes active at once."
                .formatted(order.issuer().map(ca -> " from the CA '" + ca + "'").orElse(""));
    return register.inState(order.purpose(), order.owner(), KeyState.ACTIVE).stream()
        .findFirst()
        .map(
            former ->
                certified
                    + " It takes the place of the key that is active then, now '%s'."
                        .formatted(former.keyId())
                    + " That one stops signing.")
        .orElse(
            certified
                + " No key of this purpose and owner is active now; one that is active"
                + " then stops signing.");
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    KeyOrder order = acceptable(parameters);
    TwoPersons persons = TwoPersons.of(requester, approver);
    register.lockGeneration();
    String label = labels.next(order);

    // KM1.1, KM1.2: made in the device, an approved one; KM1.5: of an algorithm in the catalogue.
    Der publicKey = maker.make(order, label);
    // A crash here leaves an unregistered key in the device: see the class comment.
    NewSigningKey line = line(order, label, publicKey, persons);
    SigningKey key = order.spare() ? SigningKey.spare(line) : SigningKey.generated(line);
    register.add(key);
    register.flush();
    journal.record(AuditEventType.KEY_GENERATED, key, persons);

    if (order.spare()) {
      return Map.of("keyId", key.keyId(), "spkiSha256", key.spkiSha256());
    }
    if (order.purpose() == KeyPurpose.CERTIFICATE_SIGNING) {
      return Map.of(
          "keyId", key.keyId(),
          "spkiSha256", key.spkiSha256(),
          "pkcs10",
              Base64.getEncoder().encodeToString(maker.request(order, label, publicKey).octets()));
    }
    List<Der> certificates =
        certifier.certify(order.purpose(), order.owner(), publicKey, order.issuer());
    binding.bind(key, certificates, persons);
    return Map.of(
        "keyId", key.keyId(),
        "spkiSha256", key.spkiSha256(),
        "serial", KeyCertificateReader.serial(certificates.get(0)));
  }

  private KeyOrder acceptable(Map<String, String> parameters) {
    KeyOrder order = KeyOrder.parse(parameters);
    // KM1.6: nor of any other CA that is kept offline.
    if (!register.inState(order.purpose(), order.owner(), KeyState.OFFLINE).isEmpty()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE,
          "'" + order.owner() + "' is an offline CA: its key is never made here (KM1.6)");
    }
    Optional<String> unknown =
        order
            .issuer()
            .filter(
                ca ->
                    register
                        .inState(KeyPurpose.CERTIFICATE_SIGNING, ca, KeyState.ACTIVE)
                        .isEmpty());
    if (unknown.isPresent()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "there is no CA '" + unknown.get() + "' whose key is active");
    }
    maker.refuseUnlessApproved(order);
    maker.refuseUnlessBackupIsSafe(order);
    return order;
  }

  private NewSigningKey line(KeyOrder order, String label, Der publicKey, TwoPersons persons) {
    return new NewSigningKey(
        randomness.identifier(),
        order.purpose(),
        order.owner(),
        order.token(),
        label,
        order.algorithm().code(),
        Fingerprint.sha256(publicKey),
        order.backup(),
        KeyCeremony.DUAL_CONTROL,
        time.now(),
        persons.requester(),
        persons.approver());
  }
}
