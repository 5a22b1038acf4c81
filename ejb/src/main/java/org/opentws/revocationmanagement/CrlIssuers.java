package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.revocationmanagement.store.CrlIssuerAppointment;
import org.opentws.revocationmanagement.store.CrlIssuerRepository;
import org.opentws.revocationmanagement.store.SealedCrlIssuer;

/**
 * Which other CA makes the CRLs of a CA whose key is gone (RFC 5280, 5.2.5). A row that this system
 * did not write counts for nothing.
 */
@ApplicationScoped
public class CrlIssuers {
  @Inject CrlIssuerRepository repository;
  @Inject RowSeal rowSeal;
  @Inject AuditLog auditLog;

  /** Rows of which this node has told. */
  private final Set<SealedCrlIssuer> alarmed = ConcurrentHashMap.newKeySet();

  /** The newest genuine appointment of each CA that has one. */
  Map<String, CrlIssuerAppointment> appointed() {
    Map<String, CrlIssuerAppointment> newest = new HashMap<>();
    for (SealedCrlIssuer row : repository.all()) {
      if (isGenuine(row)) {
        newest.putIfAbsent(row.appointment().ca(), row.appointment());
      }
    }
    return newest;
  }

  /** The newest genuine appointment for a CA. */
  Optional<CrlIssuerAppointment> of(String ca) {
    return Optional.ofNullable(appointed().get(ca));
  }

  /** Stores it, sealed, in the transaction of its operation. */
  void store(CrlIssuerAppointment appointment) {
    repository.add(new SealedCrlIssuer(appointment, rowSeal.seal(statement(appointment))));
  }

  private boolean isGenuine(SealedCrlIssuer row) {
    boolean genuine = rowSeal.holds(statement(row.appointment()), row.seal());
    if (!genuine && alarmed.add(row)) {
      auditLog.recordAndWait(
          AuditEvent.alarm(
              AlarmKind.ROW_FORGED,
              "revocationmanagement",
              "crl:" + row.appointment().ca(),
              Map.of("reason", "the row was not written by this system")));
    }
    return genuine;
  }

  private static SealedText statement(CrlIssuerAppointment appointment) {
    return SealedText.of(
        "opentws-crl-issuer-1",
        List.of(
            appointment.ca(),
            Integer.toString(appointment.version()),
            appointment.issuer(),
            appointment.requester(),
            appointment.approver(),
            Long.toString(appointment.at().toEpochMilli())));
  }
}
