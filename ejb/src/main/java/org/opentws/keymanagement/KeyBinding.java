package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyCertificate;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** Binds a generated key to its certificate and puts it in its predecessor's place (KM4.2). */
@ApplicationScoped
class KeyBinding {
  @Inject SigningKeyRepository register;
  @Inject CryptographicDevices devices;
  @Inject DeviceStandings standings;
  @Inject ReplicaCopies replicas;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;
  @Inject Event<KeyRegisterChanged> changed;

  /**
   * Checks that certificate, register and device speak of one key of one purpose, then activates
   * it. The key that was active for this purpose and owner becomes inactive.
   *
   * @throws RequestRefused PROFILE_VIOLATION if they do not; DEVICE_NOT_APPROVED
   * @throws org.opentws.error.ServiceUnavailable DEVICE
   */
  void bind(SigningKey key, List<Der> certificateAndIssuers, TwoPersons persons) {
    Der certificate = certificateAndIssuers.get(0);
    List<Der> issuers = certificateAndIssuers.subList(1, certificateAndIssuers.size());
    KeyCertificate bound = KeyCertificateReader.read(certificate, issuers);
    standings.refuseUnlessApproved(key.purpose(), key.token());
    refuseUnlessOneKey(key, certificate);

    // A crash or rollback from here on leaves a certificate object beside a key that is not active:
    // harmless, because the register alone says what may sign. Binding again overwrites it.
    devices.with(
        key.token(),
        device -> {
          device.storeCertificate(key.label(), certificate.octets());
          return key.label();
        });
    replicas.storeCertificate(key, certificate);
    for (SigningKey former : register.inState(key.purpose(), key.owner(), KeyState.ACTIVE)) {
      former.deactivate(time.now());
      journal.record(AuditEventType.KEY_DEACTIVATED, former, persons);
      changed.fire(new KeyRegisterChanged(former.keyId()));
    }
    // The database lets only one be active: the former first.
    register.flush();
    key.activate(bound, time.now());
    register.flush();
    journal.record(AuditEventType.KEY_BOUND, key, persons);
    changed.fire(new KeyRegisterChanged(key.keyId()));
  }

  private void refuseUnlessOneKey(SigningKey key, Der encoded) {
    X509CertificateHolder certificate = KeyCertificateReader.parse(encoded);
    Der publicKey = KeyCertificateReader.publicKeyOf(certificate);
    // KMF-a, and the reply for another key of KM2.3.
    if (!Sha256.hex(publicKey).equals(key.spkiSha256())) {
      throw unsuitable("the certificate is for another key");
    }
    PurposeRules.defect(key.purpose(), certificate).ifPresent(KeyBinding::refuse);
    Optional<String> defect =
        devices.with(
            key.token(),
            device -> KeyFactsRules.defect(device, key.label(), publicKey, Origin.of(key)));
    defect.ifPresent(KeyBinding::refuse);
  }

  private static void refuse(String defect) {
    throw unsuitable(defect);
  }

  private static RequestRefused unsuitable(String defect) {
    return new RequestRefused(Refusal.PROFILE_VIOLATION, defect);
  }
}
