package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.InstallationImported;
import org.opentws.access.InstalledKey;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyClass;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.NewSigningKey;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Enters the keys of the installation ceremony into the register, once, in the transaction that
 * imports its document. Each must be the key that the device of this server holds (KMF-a): a
 * document that was made for another device, or by somebody who has none, is refused as a whole.
 */
@ApplicationScoped
class InstallationKeys {
  /** The two persons of the ceremony stand in its signed report, not in the register. */
  private static final TwoPersons CEREMONY = new TwoPersons("installation", "installation");

  @Inject SigningKeyRepository register;
  @Inject CryptographicDevices devices;
  @Inject DeviceStandings standings;
  @Inject KeyJournal journal;
  @Inject Event<KeyRegisterChanged> changed;

  void imported(@Observes InstallationImported installation) {
    for (InstalledKey installed : installation.keys()) {
      SigningKey key = checked(installed, installation);
      register.add(key);
      key.activate(
          KeyCertificateReader.read(installed.certificate(), List.of()), installation.at());
      register.flush();
      journal.record(AuditEventType.KEY_BOUND, key, CEREMONY);
      changed.fire(new KeyRegisterChanged(key.keyId()));
    }
  }

  private SigningKey checked(InstalledKey installed, InstallationImported installation) {
    KeyPurpose purpose = purpose(installed);
    standings.refuseUnlessApproved(purpose, installed.token());
    X509CertificateHolder certificate = KeyCertificateReader.parse(installed.certificate());
    Der publicKey = KeyCertificateReader.publicKeyOf(certificate);
    KeyAlgorithm algorithm = KeyAlgorithm.parse(installed.algorithm());
    Optional<String> defect =
        PurposeRules.defect(purpose, certificate)
            .or(() -> mismatch(algorithm, certificate))
            .or(
                () ->
                    devices.with(
                        installed.token(),
                        device ->
                            KeyFactsRules.defect(
                                device, installed.label(), publicKey, Origin.MADE_THERE)));
    if (defect.isPresent()) {
      throw refused(installed, defect.get());
    }
    return SigningKey.generated(
        new NewSigningKey(
            installed.keyId(),
            purpose,
            installed.owner(),
            installed.token(),
            installed.label(),
            algorithm.code(),
            Sha256.hex(publicKey),
            false,
            KeyCeremony.INSTALLATION,
            installation.at(),
            CEREMONY.requester(),
            CEREMONY.approver()));
  }

  /** KM1.3: the ceremony before the first start makes no TSP signing key. */
  private static KeyPurpose purpose(InstalledKey installed) {
    return Arrays.stream(KeyPurpose.values())
        .filter(purpose -> purpose.name().equals(installed.purpose()))
        .filter(purpose -> purpose.keyClass() == KeyClass.INFRASTRUCTURE)
        .filter(purpose -> CryptographicDevices.tokenFor(purpose).equals(installed.token()))
        .findFirst()
        .orElseThrow(
            () -> refused(installed, "it is not an infrastructure key in the device for them"));
  }

  private static Optional<String> mismatch(
      KeyAlgorithm algorithm, X509CertificateHolder certificate) {
    boolean same =
        KeyAlgorithm.of(certificate.getSubjectPublicKeyInfo()).equals(Optional.of(algorithm));
    return same ? Optional.empty() : Optional.of("its algorithm is not that of its certificate");
  }

  private static RequestRefused refused(InstalledKey installed, String defect) {
    return new RequestRefused(
        Refusal.PROFILE_VIOLATION,
        "the key '" + installed.keyId() + "' of the installation cannot be used: " + defect);
  }
}
