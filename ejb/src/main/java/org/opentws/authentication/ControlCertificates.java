package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.opentws.keymanagement.ManagementCertificateStatus;
import org.opentws.value.Der;

/** Whether a control certificate may be believed at this moment (KM3.6), at each request anew. */
@ApplicationScoped
public class ControlCertificates {
  @Inject ManagementCa managementCa;
  @Inject ManagementCertificateStatus status;

  /** Why not; empty if it may. Its status is looked up only for one that the CA issued. */
  Optional<String> objection(Der control, Instant now) {
    return managementCa.objection(control, now).or(() -> status.objection(control));
  }
}
