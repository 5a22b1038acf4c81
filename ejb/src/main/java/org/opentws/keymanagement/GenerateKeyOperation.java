package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.value.Der;

/** Makes a key in a device (KM1). Dual control calls it after two persons agreed (KM1.3). */
@ApplicationScoped
public class GenerateKeyOperation implements OperationHandler {
  @Inject SigningKeyRepository register;
  @Inject KeyMaker maker;
  @Inject KeyGeneration generation;
  @Inject KeyCertifier certifier;
  @Inject KeyBinding binding;

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
    KeyGeneration.Made made = generation.make(order, KeyCeremony.DUAL_CONTROL, persons);
    SigningKey key = made.key();
    if (order.spare()) {
      return Map.of("keyId", key.keyId(), "spkiSha256", key.spkiSha256());
    }
    if (order.purpose() == KeyPurpose.CERTIFICATE_SIGNING) {
      return Map.of(
          "keyId", key.keyId(),
          "spkiSha256", key.spkiSha256(),
          "pkcs10",
              Base64.getEncoder()
                  .encodeToString(maker.request(order, key.label(), made.publicKey()).octets()));
    }
    List<Der> certificates =
        certifier.certify(order.purpose(), order.owner(), made.publicKey(), order.issuer());
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
    maker.refuseUnlessSuitable(order);
    maker.refuseUnlessApproved(order);
    maker.refuseUnlessBackupIsSafe(order);
    return order;
  }
}
