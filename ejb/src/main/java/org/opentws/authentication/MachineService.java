package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import org.opentws.access.AccountSeals;
import org.opentws.access.Caller;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.keymanagement.ManagementCertificateStatus;
import org.opentws.time.TrustedTime;

/**
 * Machines that call: each proves the key of its infrastructure certificate in TLS, at every
 * request anew, and is judged from the rows as they are then. It has no session and no password.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class MachineService {
  @Inject UserRepository users;
  @Inject AccountSeals seals;
  @Inject ManagementCa managementCa;
  @Inject ManagementCertificateStatus status;
  @Inject AuthenticationJournal journal;
  @Inject TrustedTime time;

  /** Whether the management CA issued this certificate for a machine; asks no database. */
  @PermitAll
  public boolean isOfMachine(CallerCertificate certificate) {
    return managementCa.machine(certificate.certificate()).isPresent();
  }

  /** The machine; empty if it is barred, or its certificate or its rows are not to be believed. */
  @PermitAll
  public Optional<Caller> callerOf(CallerCertificate certificate) {
    Optional<User> machine =
        users
            .findCertificate(certificate.fingerprint())
            .map(ControlCertificate::account)
            .flatMap(users::find)
            .filter(User::isMachine);
    Optional<String> forged = machine.flatMap(seals::objection);
    if (forged.isPresent()) {
      journal.forged(machine.get().account(), certificate.fingerprint(), forged.get());
      return Optional.empty();
    }
    Optional<String> objection = objection(machine, certificate, time.now());
    if (objection.isPresent()) {
      String name = machine.map(User::account).orElse("anonymous");
      journal.sessionRefused(name, certificate.fingerprint(), objection.get());
      return Optional.empty();
    }
    return machine.map(Caller::of);
  }

  private Optional<String> objection(
      Optional<User> machine, CallerCertificate certificate, Instant now) {
    if (machine.isEmpty()) {
      return Optional.of("no machine is registered with this certificate");
    }
    if (!machine.get().isActive()) {
      return Optional.of("the machine is barred");
    }
    return managementCa
        .machineObjection(certificate.certificate(), machine.get().account(), now)
        .or(() -> status.objection(certificate.certificate()));
  }
}
