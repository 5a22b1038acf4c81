package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.time.TrustedTime;

/**
 * Signs a CRL whose entries are gathered, gives it to the status service and records it (RM2.2).
 */
@ApplicationScoped
class CrlMaker {
  @Inject CurrentCrlService currentCrls;
  @Inject KeyUse keyUse;
  @Inject TrustedTime trustedTime;
  @Inject AuditLog auditLog;

  /**
   * How the entries were gathered.
   *
   * @param changeSequence every status change up to this number is among them
   * @param begin when that began, monotonic nanoseconds
   */
  record Listed(long changeSequence, long begin) {}

  /** In the caller's transaction. */
  void make(CrlAuthority authority, CrlHead head, CrlFile crl, Listed listed) {
    String ca = authority.ca();
    UsableKey key = authority.key();
    crl.sign(head, authority, keyUse.streamingSigner(key));
    if (authority.isIndirect()) {
      currentCrls.receiveIndirect(ca, crl, key.certificate(), listed.changeSequence());
    } else {
      currentCrls.receive(ca, crl, key.certificate(), listed.changeSequence());
    }
    Map<String, String> details = new HashMap<>();
    details.put("entries", Long.toString(crl.count()));
    details.put("changeSequence", Long.toString(listed.changeSequence()));
    long took = trustedTime.monotonicNanos() - listed.begin();
    details.put("millis", Long.toString(Duration.ofNanos(took).toMillis()));
    if (authority.isIndirect()) {
      details.put("issuer", key.owner());
    }
    head.base().ifPresent(base -> details.put("base", Long.toString(base)));
    head.distributionPoint().ifPresent(url -> details.put("distributionPoint", url));
    auditLog.record(
        new AuditEvent(
            AuditEventType.CRL_GENERATED,
            Outcome.SUCCESS,
            "revocationmanagement",
            "crl:" + ca + "/" + head.number(),
            details));
  }
}
