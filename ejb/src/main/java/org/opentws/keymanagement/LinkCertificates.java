package org.opentws.keymanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.CaLink;
import org.opentws.keymanagement.store.CaLinkRepository;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;

/** The links of offline CAs that may be given out: each is judged anew by the CA's own key. */
@ApplicationScoped
public class LinkCertificates {
  @Inject CaLinkRepository links;
  @Inject KeyRegister register;
  @Inject AuditLog audit;

  /** Rows of which this node has told. */
  private final Set<CaLink> alarmed = ConcurrentHashMap.newKeySet();

  /**
   * Genuine ones, the oldest first. One that is not, because somebody wrote it into the database,
   * is left out and an alarm.
   */
  public List<CaLink> of(String ca) {
    return links.of(ca).stream().filter(this::isGenuineOrAlarm).toList();
  }

  private boolean isGenuineOrAlarm(CaLink link) {
    boolean genuine = isGenuine(link);
    if (!genuine && alarmed.add(link)) {
      audit.recordAndWait(
          AuditEvent.alarm(
              AlarmKind.CERTIFICATE_NOT_TRUSTED,
              "system",
              "ca:" + link.ca(),
              Map.of("reason", "a stored link certificate is not signed by the CA's key")));
    }
    return genuine;
  }

  private boolean isGenuine(CaLink link) {
    try {
      X509CertificateHolder newWithOld = KeyCertificateReader.parse(link.newWithOld());
      X509CertificateHolder oldWithNew = KeyCertificateReader.parse(link.oldWithNew());
      return register.ofPurpose(KeyPurpose.CERTIFICATE_SIGNING).stream()
          .filter(key -> key.owner().equals(link.ca()) && key.state() == KeyState.OFFLINE)
          .map(RegisteredKey::certificate)
          .flatMap(Optional::stream)
          .map(KeyCertificateReader::parse)
          .anyMatch(former -> CaCertificateRules.areLinked(former, newWithOld, oldWithNew));
    } catch (RequestRefused e) {
      return false;
    }
  }
}
