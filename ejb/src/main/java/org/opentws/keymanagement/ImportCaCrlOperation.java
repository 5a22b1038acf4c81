package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.Caller;
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
import org.opentws.value.Sha256;

/**
 * Takes the next CRL of an offline CA in (RM2.2). If it revokes the certificate of a CA whose key
 * is here, that key stops signing on all nodes in the same transaction (KM4.3).
 */
@ApplicationScoped
public class ImportCaCrlOperation implements OperationHandler {
  private static final String ISSUER = "issuer";

  @Inject SigningKeyRepository register;
  @Inject RevokedCas revoked;
  @Inject TrustedTime time;
  @Inject Event<OfflineCaImported> imported;

  /**
   * What two persons agree on.
   *
   * @param issuer the offline CA's line
   * @param hit keys of ours whose certificates the CRL revokes, and why
   */
  private record Order(
      SigningKey issuer, Der encoded, X509CRLHolder crl, List<RevokedCas.Hit> hit) {}

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
                Sha256.hex(order.encoded()),
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
    for (RevokedCas.Hit hit : order.hit()) {
      revoked.stop(hit, persons);
    }
    imported.fire(
        new OfflineCaImported(
            order.issuer().owner(), certificateOf(order.issuer()), order.encoded()));
    List<String> stopped = order.hit().stream().map(hit -> hit.key().keyId()).toList();
    return Map.of(
        ISSUER,
        order.issuer().owner(),
        "sha256",
        Sha256.hex(order.encoded()),
        "stopped",
        String.join(" ", stopped));
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
    return new Order(issuer, encoded, crl, revoked.hit(crl, certificate));
  }

  private static Der certificateOf(SigningKey key) {
    return key.certificate().orElseThrow().certificate();
  }
}
