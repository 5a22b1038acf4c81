package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.opentws.access.AccountSeals;
import org.opentws.access.ControlCertificateRegistered;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Person;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.ManagementCa;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/** The rules by which users and roles change, whoever asks for it: ceremony or operation. */
@ApplicationScoped
public class UserRegister {
  @Inject UserRepository users;
  @Inject AuthenticatorRepository authenticators;
  @Inject AssignmentRules rules;
  @Inject AccountSeals seals;
  @Inject ManagementCa managementCa;
  @Inject TrustedTime time;
  @Inject Event<ControlCertificateRegistered> registered;

  /** Refuses what {@link #create} would refuse. */
  void requireCreatable(NewUser user) {
    requireFree(user.account(), user.certificate());
    requireAcceptable(managementCa.objection(user.certificate().certificate(), time.now()));
  }

  private void requireFree(String account, CallerCertificate certificate) {
    if (users.find(account).isPresent()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the account exists");
    }
    requireUnregistered(certificate);
  }

  /** Refuses a certificate that somebody has, or that no key of this account may have (IA3.1). */
  void requireRegistrable(User user, CallerCertificate certificate) {
    requireUnregistered(certificate);
    requireAcceptable(
        user.isMachine()
            ? managementCa.machineObjection(certificate.certificate(), user.account(), time.now())
            : managementCa.objection(certificate.certificate(), time.now()));
  }

  private void requireUnregistered(CallerCertificate certificate) {
    if (users.findCertificate(certificate.fingerprint()).isPresent()) {
      throw new RequestRefused(
          Refusal.WRONG_STATE, "the certificate belongs to an account already");
    }
  }

  private static void requireAcceptable(Optional<String> objection) {
    if (objection.isPresent()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "certificate: " + objection.get());
    }
  }

  /** Refuses what {@link #createSealed(NewMachine)} would refuse. */
  void requireCreatable(NewMachine machine) {
    requireFree(machine.account(), machine.certificate());
    requireAcceptable(
        managementCa.machineObjection(
            machine.certificate().certificate(), machine.account(), time.now()));
  }

  /** A new machine that two persons agreed to. */
  User createSealed(NewMachine machine) {
    requireCreatable(machine);
    Instant now = time.now();
    // No natural person: what needs two persons never counts it.
    String name = "machine:" + machine.account();
    users.add(new Person(name, now));
    User created = User.machine(machine.account(), name, now);
    created.changeScope(machine.scope(), now);
    created.changeProfiles(machine.profiles(), now);
    if (machine.statusChanges()) {
      created.grant(Permission.STATUS_CHANGE_MACHINE, now);
    }
    users.add(created);
    users.flush();
    add(created, machine.certificate());
    users.flush();
    seals.sealFirst(created);
    users.flush();
    return created;
  }

  /** A new account without any role. */
  User create(NewUser user) {
    requireCreatable(user);
    Instant now = time.now();
    if (users.findPerson(user.person()).isEmpty()) {
      users.add(new Person(user.person(), now));
    }
    User created = new User(user.account(), user.person(), user.passwordHash().text(), now);
    users.add(created);
    users.flush();
    add(created, user.certificate());
    return created;
  }

  /** Registers a control certificate; the caller has judged it and seals the account. */
  void add(User user, CallerCertificate certificate) {
    users.add(
        new ControlCertificate(
            certificate.fingerprint(), user.account(), certificate.certificate(), time.now()));
    registered.fire(new ControlCertificateRegistered(certificate.certificate()));
  }

  /** A new account that two persons agreed to. */
  User createSealed(NewUser user) {
    User created = create(user);
    users.flush();
    seals.sealFirst(created);
    users.flush();
    return created;
  }

  /** The account with its certificates, as officers see it. */
  UserView view(String account) {
    return UserView.of(
        users
            .find(account)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no account " + account)),
        users.certificatesOf(account),
        authenticators.of(account));
  }

  /** Keeps every other change of users out until the transaction ends. */
  void keepOthersOut() {
    users.lockAssignments();
  }

  /** What the ceremony assigned: M1.4 holds for it, too. */
  void assignInstalled(User user, Role role) {
    rules.requireAssignable(user, role);
    user.assign(role, time.now());
    users.flush();
  }

  /**
   * Makes the change; the caller has judged it and keeps others out.
   *
   * @return what its record says: the change, what the account held before and holds after, and the
   *     version that the record vouches for
   */
  Map<String, String> apply(User user, AccountChange change) {
    Map<String, String> details = new HashMap<>(change.details());
    details.put("before", user.holdings());
    change.effect().accept(user, time.now());
    users.flush();
    seals.sealNext(user);
    users.flush();
    details.put("after", user.holdings());
    details.put(AuditedAccountHistory.VERSION, Integer.toString(user.version()));
    return details;
  }

  /**
   * An account that may be changed: what somebody else wrote into its rows must not be sealed.
   *
   * @throws RequestRefused NOT_FOUND; WRONG_STATE if its rows are not genuine
   */
  User existing(String account) {
    User user =
        users
            .find(account)
            .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no account " + account));
    // The person's accounts may have been read before others were kept out.
    users.reread(user.person());
    Optional<String> objection = seals.objection(user);
    if (objection.isPresent()) {
      throw new RequestRefused(Refusal.WRONG_STATE, objection.get());
    }
    return user;
  }
}
