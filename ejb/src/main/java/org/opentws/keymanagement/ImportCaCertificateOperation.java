package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.store.KeyCeremony;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.NewSigningKey;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Sha256;

/**
 * Takes the certificate that an offline CA made for a CA key of ours and activates that key (KM2.3,
 * KM3.2, KM4.2). Everything is checked twice: when it is asked, and again when it is done.
 */
@ApplicationScoped
public class ImportCaCertificateOperation implements OperationHandler {
  @Inject SigningKeyRepository register;
  @Inject KeyBinding binding;
  @Inject RevokedCas revoked;
  @Inject KeyJournal journal;
  @Inject Event<OfflineCaImported> imported;
  @Inject Randomness randomness;
  @Inject AlgorithmCatalogues catalogues;
  @Inject TrustedTime time;

  @Override
  public String type() {
    return "IMPORT_CA_CERTIFICATE";
  }

  @Override
  public String describe(Map<String, String> parameters) {
    OfflineCaReply reply = acceptable(parameters);
    SigningKey key = waitingKey(reply);
    X509CertificateHolder certificate = KeyCertificateReader.parse(reply.certificate());
    X509CertificateHolder issuer = KeyCertificateReader.parse(reply.issuerCertificate());
    return "Activate the CA key %s of '%s' with the certificate of '%s' (SHA-256 %s), signed by the"
            .formatted(
                key.keyId(),
                reply.owner(),
                certificate.getSubject(),
                Sha256.hex(reply.certificate()))
        + " offline CA '%s', which is '%s' (SHA-256 %s) and will be trusted as such."
            .formatted(reply.issuer(), issuer.getSubject(), Sha256.hex(reply.issuerCertificate()))
        + " Compare both fingerprints with the record of the ceremony.";
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    OfflineCaReply reply = acceptable(parameters);
    TwoPersons persons = TwoPersons.of(requester, approver);
    SigningKey key = waitingKey(reply);
    SigningKey offline = offlineCa(reply, persons);
    imported.fire(
        new OfflineCaImported(reply.issuer(), reply.issuerCertificate(), reply.issuerCrl()));
    // KM4.3: the list that comes with the certificate may revoke another CA of ours.
    X509CertificateHolder issuer = KeyCertificateReader.parse(reply.issuerCertificate());
    revoked
        .hit(CaCertificateRules.currentCrl(issuer, reply.issuerCrl(), time.now()), issuer)
        .forEach(hit -> revoked.stop(hit, persons));
    // The chain goes up to and without the root, so a CA right below the root has none.
    binding.bind(key, List.of(reply.certificate()), persons);
    return Map.of(
        "keyId", key.keyId(),
        "spkiSha256", key.spkiSha256(),
        "serial", KeyCertificateReader.serial(reply.certificate()),
        "issuerKeyId", offline.keyId());
  }

  private OfflineCaReply acceptable(Map<String, String> parameters) {
    OfflineCaReply reply = OfflineCaReply.parse(parameters);
    if (reply.owner().equals(reply.issuer())) {
      throw OperationParameters.malformed("'owner' and 'issuer' are the same CA");
    }
    CaCertificateRules.check(reply, time.now(), catalogues.current());
    return reply;
  }

  /** The key of ours that the certificate is for; a reply for any other key is refused (KM2.3). */
  private SigningKey waitingKey(OfflineCaReply reply) {
    String spki = spkiSha256(KeyCertificateReader.parse(reply.certificate()));
    return register
        .inState(KeyPurpose.CERTIFICATE_SIGNING, reply.owner(), KeyState.GENERATED)
        .stream()
        .filter(key -> key.spkiSha256().equals(spki))
        .findFirst()
        .orElseThrow(
            () ->
                new RequestRefused(
                    Refusal.PROFILE_VIOLATION,
                    "the certificate is not for a CA key of '%s' that waits for one"
                        .formatted(reply.owner())));
  }

  /** The offline CA's line: the one that is there, or a new one. */
  private SigningKey offlineCa(OfflineCaReply reply, TwoPersons persons) {
    X509CertificateHolder certificate = KeyCertificateReader.parse(reply.issuerCertificate());
    String spki = spkiSha256(certificate);
    return register
        .withPublicKey(spki)
        .map(known -> sameCa(known, reply))
        .orElseGet(() -> addOfflineCa(reply, certificate, spki, persons));
  }

  private static SigningKey sameCa(SigningKey known, OfflineCaReply reply) {
    if (known.state() != KeyState.OFFLINE || !known.owner().equals(reply.issuer())) {
      throw new RequestRefused(
          Refusal.PROFILE_VIOLATION,
          "the issuer's key is in the register as that of '%s'".formatted(known.owner()));
    }
    return known;
  }

  private SigningKey addOfflineCa(
      OfflineCaReply reply, X509CertificateHolder certificate, String spki, TwoPersons persons) {
    String algorithm =
        KeyAlgorithm.of(certificate.getSubjectPublicKeyInfo())
            .map(KeyAlgorithm::code)
            .orElseThrow(() -> new RequestRefused(Refusal.WEAK_KEY, "the issuer's key is weak"));
    SigningKey offline =
        SigningKey.offline(
            new NewSigningKey(
                randomness.identifier(),
                KeyPurpose.CERTIFICATE_SIGNING,
                reply.issuer(),
                "",
                "",
                algorithm,
                spki,
                false,
                KeyCeremony.OFFLINE_CA,
                time.now(),
                persons.requester(),
                persons.approver()),
            KeyCertificateReader.read(reply.issuerCertificate(), List.of()));
    register.add(offline);
    register.flush();
    journal.record(AuditEventType.KEY_BOUND, offline, persons);
    return offline;
  }

  private static String spkiSha256(X509CertificateHolder certificate) {
    return Sha256.hex(KeyCertificateReader.publicKeyOf(certificate));
  }
}
