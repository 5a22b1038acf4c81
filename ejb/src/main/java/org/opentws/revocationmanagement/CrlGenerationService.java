package org.opentws.revocationmanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.opentws.access.RoleName;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationstatus.CertificateStatus;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.revocationstatus.store.CrlRepository;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/** Makes the periodical messages to the status service: one full CRL a CA and number (RM2.2). */
@Stateless
public class CrlGenerationService {
  @Inject CertificateStatusRepository statuses;
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject CrlRepository crls;
  @Inject CurrentCrlService currentCrls;
  @Inject KeyUse keyUse;
  @Inject RevocationManagementConfiguration configuration;
  @Inject TrustedTime trustedTime;
  @Inject AuditLog auditLog;

  /**
   * Makes the CA's next CRL if a status changed since the last one, or the last one is old. The
   * lock is held by this transaction's session: of all nodes one makes it; if that one dies, its
   * lock and its unfinished CRL are gone; if it slept, it cannot commit.
   *
   * @return whether one was made
   * @throws org.opentws.revocationstatus.StatusNotTrusted the status database was set back: a CRL
   *     without a certificate that was revoked is never signed (RS1.3)
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  @RolesAllowed(RoleName.SYSTEM)
  public boolean generateIfDue(KeyPurpose purpose, String ca) {
    Instant now = trustedTime.now().truncatedTo(ChronoUnit.SECONDS);
    Instant madeBefore = now.minus(configuration.crlInterval());
    if (!crls.isDue(ca, madeBefore) || !crls.tryLock(ca) || !crls.isDue(ca, madeBefore)) {
      return false;
    }
    UsableKey key = keyUse.active(purpose, ca);
    long number = crls.current(ca).map(StoredCrl::number).orElse(0L) + 1;
    // First the number, then the entries: whatever commits between them is listed, and listed
    // again.
    long changeSequence = statuses.lastSequence();
    List<CertificateStatus> listed = statusDatabase.listed(ca);
    Der crl =
        new CrlContent(number, now, now.plus(configuration.crlValidity()), listed)
            .sign(key.certificate(), keyUse.contentSigner(key));
    currentCrls.receive(ca, crl, key.certificate(), changeSequence);
    auditLog.record(
        new AuditEvent(
            AuditEventType.CRL_GENERATED,
            Outcome.SUCCESS,
            "revocationmanagement",
            "crl:" + ca + "/" + number,
            Map.of(
                "entries", Integer.toString(listed.size()),
                "changeSequence", Long.toString(changeSequence))));
    return true;
  }
}
