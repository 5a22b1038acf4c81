package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.opentws.access.AccountSeals;
import org.opentws.access.Caller;
import org.opentws.access.FactorProof;
import org.opentws.access.RoleSeparation;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.authentication.store.LoginAttemptRepository;
import org.opentws.time.TrustedTime;

/**
 * The steps of a login that change the database, each committed on its own: a count must stay even
 * though the login is refused.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class LoginLedger {
  @Inject UserRepository users;
  @Inject LoginAttemptRepository attempts;
  @Inject SessionBook book;
  @Inject AccountSeals seals;
  @Inject AuthenticationConfiguration configuration;
  @Inject AuthenticationJournal journal;
  @Inject TrustedTime time;

  /** The account for which the certificate is registered, if it may log in at all. */
  @PermitAll
  public Optional<User> accountOf(CallerCertificate certificate) {
    return users
        .findCertificate(certificate.fingerprint())
        .map(ControlCertificate::account)
        .flatMap(users::find)
        .filter(User::isActive)
        .filter(user -> !user.isMachine());
  }

  /** Takes one attempt; empty while the account is locked. */
  @PermitAll
  public OptionalInt claimAttempt(String account) {
    Instant now = time.now();
    Instant lockedUntil = now.plus(configuration.lock());
    return attempts.claim(account, configuration.attemptsMax(), now, lockedUntil);
  }

  /** The hash that a password of the account must match. */
  @PermitAll
  public PasswordHash passwordOf(String account) {
    return users
        .find(account)
        .map(user -> PasswordHash.parse(user.passwordHash()))
        .orElse(PasswordHash.OF_NOBODY);
  }

  /** A second factor was right: the attempts before it are forgotten. */
  @PermitAll
  public void forgive(String account) {
    attempts.forgive(account);
  }

  /** Why the account's rows count for nothing; empty if they are genuine. */
  @PermitAll
  public Optional<String> objection(String account) {
    return users.find(account).map(seals::objection).orElse(Optional.of("no such account"));
  }

  /**
   * Both factors were right: opens a session, or refuses because of the roles as they stand in the
   * database at this moment.
   *
   * @throws org.opentws.error.RequestRefused ROLE_CONFLICT
   */
  @PermitAll
  public OpenedSession open(User user, CallerCertificate certificate, FactorProof.Kind factor) {
    // M1.4: even rows written by hand give no conflicting rights.
    RoleSeparation.check(users.rolesOfPerson(user.person()), users.grantedToPerson(user.person()));
    String token = book.enter(user.account(), certificate.fingerprint(), factor.name());
    journal.loggedIn(user.account(), certificate.fingerprint());
    return new OpenedSession(token, Caller.of(user));
  }
}
