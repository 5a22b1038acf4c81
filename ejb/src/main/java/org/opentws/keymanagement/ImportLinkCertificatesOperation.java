package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.Caller;
import org.opentws.audit.AuditEventType;
import org.opentws.dualcontrol.OperationHandler;
import org.opentws.dualcontrol.OperationType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.store.CaLink;
import org.opentws.keymanagement.store.CaLinkRepository;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.keymanagement.store.SigningKeyRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Takes in the two certificates by which an offline CA and its successor vouch for each other, for
 * everybody to find (KM4.2; RFC 4210, 4.4). Parameters: ca, newWithOld, oldWithNew.
 */
@ApplicationScoped
public class ImportLinkCertificatesOperation implements OperationHandler {
  private static final String CA = "ca";

  @Inject SigningKeyRepository register;
  @Inject CaLinkRepository links;
  @Inject AlgorithmCatalogues catalogues;
  @Inject KeyJournal journal;
  @Inject TrustedTime time;

  /**
   * What two persons agree on.
   *
   * @param successor SHA-256 of its public key
   */
  private record Order(CaLink link, String successor) {}

  @Override
  public String type() {
    return OperationType.IMPORT_LINK_CERTIFICATES.name();
  }

  @Override
  public String describe(Map<String, String> parameters) {
    Order order = acceptable(parameters);
    return "Publish the certificates by which the offline CA '%s' and its successor, whose key is %s (SHA-256), vouch for each other: %s and %s (SHA-256). Compare them with the record of the ceremony."
        .formatted(
            order.link().ca(),
            order.successor(),
            Sha256.hex(order.link().newWithOld()),
            Sha256.hex(order.link().oldWithNew()));
  }

  @Override
  public Map<String, String> execute(
      Map<String, String> parameters, Caller requester, Caller approver) {
    Order order = acceptable(parameters);
    if (!links.add(order.link())) {
      throw new RequestRefused(Refusal.WRONG_STATE, "these certificates are published already");
    }
    TwoPersons persons = TwoPersons.of(requester, approver);
    journal.record(
        AuditEventType.LINK_CERTIFICATES_IMPORTED,
        "ca:" + order.link().ca(),
        persons,
        Map.of(
            "requester", persons.requester(),
            "approver", persons.approver(),
            "spkiSha256", order.successor()));
    return Map.of(CA, order.link().ca(), "successor", order.successor());
  }

  private Order acceptable(Map<String, String> raw) {
    OperationParameters parameters =
        new OperationParameters(raw, Set.of(CA, "newWithOld", "oldWithNew"));
    String ca = parameters.required(CA);
    Der newWithOld = parameters.requiredDer("newWithOld");
    Der oldWithNew = parameters.requiredDer("oldWithNew");
    X509CertificateHolder successor = KeyCertificateReader.parse(newWithOld);
    X509CertificateHolder back = KeyCertificateReader.parse(oldWithNew);
    CaCertificateRules.checkLinks(
        former(ca, back), successor, back, time.now(), catalogues.current());
    return new Order(
        new CaLink(ca, newWithOld, oldWithNew, time.now()),
        Sha256.hex(KeyCertificateReader.publicKeyOf(successor)));
  }

  /** The certificate of the offline CA whose key the successor certified. */
  private X509CertificateHolder former(String ca, X509CertificateHolder back) {
    return register.inState(KeyPurpose.CERTIFICATE_SIGNING, ca, KeyState.OFFLINE).stream()
        .filter(key -> key.spkiSha256().equals(Sha256.hex(KeyCertificateReader.publicKeyOf(back))))
        .findFirst()
        .flatMap(SigningKey::certificate)
        .map(bound -> KeyCertificateReader.parse(bound.certificate()))
        .orElseThrow(
            () ->
                new RequestRefused(Refusal.NOT_FOUND, "there is no such offline CA with that key"));
  }
}
