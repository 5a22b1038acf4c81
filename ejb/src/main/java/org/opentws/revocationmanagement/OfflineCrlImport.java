package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.opentws.access.CurrentCaller;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.keymanagement.OfflineCaImported;
import org.opentws.revocationstatus.CurrentCrlService;

/** Takes the CRL of an offline CA in with its certificate, in the transaction of the import. */
@ApplicationScoped
public class OfflineCrlImport {
  private static final long NO_STATUS_CHANGE = 0;

  @Inject CurrentCrlService currentCrls;
  @Inject CurrentCaller currentCaller;
  @Inject AuditLog auditLog;

  /** RS1.1, RS1.3: refused, and the import with it, unless the CA signed the CRL. */
  void offlineCaImported(@Observes OfflineCaImported imported) {
    long number =
        currentCrls.receive(
            imported.ca(),
            () -> new ByteArrayInputStream(imported.crl().octets()),
            imported.certificate(),
            NO_STATUS_CHANGE);
    auditLog.record(
        new AuditEvent(
            AuditEventType.CRL_IMPORTED,
            Outcome.SUCCESS,
            currentCaller.get().account(),
            "crl:" + imported.ca() + "/" + number,
            Map.of()));
  }
}
