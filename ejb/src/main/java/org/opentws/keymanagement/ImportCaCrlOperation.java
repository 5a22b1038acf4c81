package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.dualcontrol.OperationType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Takes the next CRL of an offline CA in (RM2.2). If it revokes the certificate of a CA whose key
 * is here, that key stops signing on all nodes in the same transaction (KM4.3).
 */
@ApplicationScoped
public class ImportCaCrlOperation implements OperationHandler {
  private static final String ISSUER = "issuer";
  private static final Set<Integer> COMPROMISED =
      Set.of(CRLReason.keyCompromise, CRLReason.cACompromise);

  @Inject SigningKeyRepository register;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;
  @Inject Event<OfflineCaImported> imported;
  @Inject Event<KeyRegisterChanged> changed;

  /**
   * What two persons agree on.
   *
   * @param issuer the offline CA's line
   * @param hit keys of ours whose certificates the CRL revokes, and why
   */
  private record Order(SigningKey issuer, Der encoded, X509CRLHolder crl, List<Hit> hit) {}

  private record Hit(SigningKey key, boolean compromised) {}

  @Override
  public String type() {
    return OperationType.IMPORT_CA_CRL.name();
  }

  @Override
  public String describe(Map<String, String> parameters) {
    Order order = acceptable(parameters);
    String taken =
        "Publish the CRL of the offline CA '%s' (SHA-256 %s, next one by %s). It revokes %d certificate(s)."
            .formatted(
                order.issuer().owner(),
                Fingerprint.sha256(order.encoded()),
                order.crl().getNextUpdate().toInstant(),
                order.crl().getRevokedCertificates().size());
    return order.hit().stream()
        .map(
            hit ->
                " The CA key %s of '%s' is among them: it stops signing%s."
                    .formatted(
                        hit.key().keyId(),
                        hit.key().owner(),
                        hit.compromised() ? " for ever, as compromised" : ""))
        .reduce(taken, String::concat);
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    Order order = acceptable(parameters);
    TwoPersons persons = TwoPersons.of(requester, approver);
    for (Hit hit : order.hit()) {
      stop(hit, persons);
    }
    imported.fire(
        new OfflineCaImported(
            order.issuer().owner(), certificateOf(order.issuer()), order.encoded()));
    List<String> stopped = order.hit().stream().map(hit -> hit.key().keyId()).toList();
    return Map.of(
        ISSUER,
        order.issuer().owner(),
        "sha256",
        Fingerprint.sha256(order.encoded()),
        "stopped",
        String.join(" ", stopped));
  }

  private void stop(Hit hit, TwoPersons persons) {
    if (hit.compromised()) {
      hit.key().compromised(time.now());
    } else {
      hit.key().deactivate(time.now());
    }
    register.flush();
    journal.record(
        hit.compromised() ? AuditEventType.KEY_COMPROMISED : AuditEventType.KEY_DEACTIVATED,
        hit.key(),
        persons);
    changed.fire(new KeyRegisterChanged(hit.key().keyId()));
  }

  private Order acceptable(Map<String, String> raw) {
    OperationParameters parameters = new OperationParameters(raw, Set.of(ISSUER, "crl"));
    Der encoded = parameters.requiredDer("crl");
    // A root that was followed by another keeps its id, and so its line.
    SigningKey issuer =
        register
            .inState(KeyPurpose.CERTIFICATE_SIGNING, parameters.required(ISSUER), KeyState.OFFLINE)
            .stream()
            .findFirst()
            .orElseThrow(
                () -> new RequestRefused(Refusal.NOT_FOUND, "there is no such offline CA"));
    X509CertificateHolder certificate = KeyCertificateReader.parse(certificateOf(issuer));
    X509CRLHolder crl = CaCertificateRules.currentCrl(certificate, encoded, time.now());
    return new Order(issuer, encoded, crl, hit(crl, certificate));
  }

  private List<Hit> hit(X509CRLHolder crl, X509CertificateHolder issuer) {
    return register.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING).stream()
        .filter(key -> key.state() == KeyState.ACTIVE || key.state() == KeyState.INACTIVE)
        .flatMap(key -> entry(key, crl, issuer).stream().map(entry -> hit(key, entry)))
        // One that stands still already has only the worse news to get.
        .filter(hit -> hit.compromised() || hit.key().state() == KeyState.ACTIVE)
        .toList();
  }

  private static Optional<X509CRLEntryHolder> entry(
      SigningKey key, X509CRLHolder crl, X509CertificateHolder issuer) {
    X509CertificateHolder certificate = KeyCertificateReader.parse(certificateOf(key));
    return Optional.of(certificate)
        .filter(own -> CaCertificateRules.isSignedBy(issuer, own))
        .map(own -> crl.getRevokedCertificate(own.getSerialNumber()));
  }

  private static Hit hit(SigningKey key, X509CRLEntryHolder entry) {
    Extension reason = entry.getExtension(Extension.reasonCode);
    boolean compromised =
        reason != null
            && COMPROMISED.contains(
                CRLReason.getInstance(reason.getParsedValue()).getValue().intValueExact());
    return new Hit(key, compromised);
  }

  private static Der certificateOf(SigningKey key) {
    return key.certificate().orElseThrow().certificate();
  }
}
