package org.opentws.access.administration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.opentws.access.ControlCertificateRegistered;
import org.opentws.access.RoleSeparation;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.Person;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.authentication.ManagementCa;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/** The rules by which users and roles change, whoever asks for it: ceremony or operation. */
@ApplicationScoped
public class UserRegister {
  /** Fewer could approve nothing any more (M1.2a, KM1.3). */
  private static final int SECURITY_OFFICERS_MIN = 2;

  @Inject UserRepository users;
  @Inject ManagementCa managementCa;
  @Inject TrustedTime time;
  @Inject Event<ControlCertificateRegistered> registered;

  /** Refuses what {@link #create} would refuse. */
  void requireCreatable(NewUser user) {
    if (users.find(user.account()).isPresent()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the account exists");
    }
    if (users.findCertificate(user.certificate().fingerprint()).isPresent()) {
      throw new RequestRefused(Refusal.WRONG_STATE, "the certificate belongs to another account");
    }
    Optional<String> objection =
        managementCa.objection(user.certificate().certificate(), time.now());
    if (objection.isPresent()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "certificate: " + objection.get());
    }
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
    users.add(
        new ControlCertificate(
            user.certificate().fingerprint(),
            user.account(),
            user.certificate().certificate(),
            now));
    registered.fire(new ControlCertificateRegistered(user.certificate().certificate()));
    return created;
  }

  /** Refuses what {@link #assign} would refuse; M1.4 counts all accounts of the person. */
  User requireAssignable(String account, Role role) {
    User user = existing(account);
    if (user.roles().contains(role)) {
      throw new RequestRefused(Refusal.WRONG_STATE, account + " has the role " + role);
    }
    Set<Role> roles = EnumSet.noneOf(Role.class);
    roles.addAll(users.rolesOfPerson(user.person()));
    roles.add(role);
    RoleSeparation.check(roles);
    return user;
  }

  void assign(String account, Role role) {
    users.lockAssignments();
    requireAssignable(account, role).assign(role, time.now());
    users.flush();
  }

  /** Refuses what {@link #remove} would refuse. */
  User requireRemovable(String account, Role role) {
    User user = existing(account);
    if (!user.roles().contains(role)) {
      throw new RequestRefused(Refusal.WRONG_STATE, account + " has not the role " + role);
    }
    if (role == Role.SECURITY_OFFICER) {
      List<String> others =
          users.personsWith(role).stream().filter(p -> !losesIt(user, p)).toList();
      if (others.size() < SECURITY_OFFICERS_MIN) {
        throw new RequestRefused(
            Refusal.WRONG_STATE, "two security officers must remain, or nothing can be approved");
      }
    }
    return user;
  }

  /** Whether this person would no longer be a security officer. */
  private boolean losesIt(User loser, String person) {
    return loser.person().equals(person)
        && users.ofPerson(person).stream()
            .filter(u -> !u.account().equals(loser.account()))
            .noneMatch(u -> u.isActive() && u.roles().contains(Role.SECURITY_OFFICER));
  }

  void remove(String account, Role role) {
    users.lockAssignments();
    requireRemovable(account, role).remove(role);
    users.flush();
  }

  private User existing(String account) {
    return users
        .find(account)
        .orElseThrow(() -> new RequestRefused(Refusal.NOT_FOUND, "no account " + account));
  }
}
