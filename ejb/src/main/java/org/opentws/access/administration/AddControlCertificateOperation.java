package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Set;
import org.opentws.access.store.User;
import org.opentws.audit.AuditEventType;
import org.opentws.authentication.CallerCertificate;

/**
 * ADD_CONTROL_CERTIFICATE: one more control key for an account, whose certificate the management CA
 * made before (CERTIFY_CONTROL_KEY). The old one is replaced by revoking its certificate, which
 * ends what it opened (KM3.6).
 */
@ApplicationScoped
public class AddControlCertificateOperation extends AccountOperation {
  @Override
  public String type() {
    return "ADD_CONTROL_CERTIFICATE";
  }

  @Override
  Set<String> names() {
    return Set.of(NewUser.CERTIFICATE);
  }

  @Override
  AuditEventType event() {
    return AuditEventType.USER_CHANGED;
  }

  @Override
  AccountChange change(User user, Map<String, String> parameters) {
    CallerCertificate certificate = NewUser.certificate(value(parameters, NewUser.CERTIFICATE));
    register.requireRegistrable(user, certificate);
    return new AccountChange(
        "Register the control certificate %s (SHA-256), which opens the account beside those it has"
            .formatted(certificate.fingerprint()),
        Map.of("controlCertificate", certificate.fingerprint()),
        (account, now) -> register.add(account, certificate));
  }

  @Override
  boolean isForMachines() {
    return true;
  }
}
