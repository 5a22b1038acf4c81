package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.OptionalInt;
import org.opentws.access.Caller;
import org.opentws.access.RoleSeparation;
import org.opentws.access.store.ControlCertificate;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.authentication.store.LoginAttemptRepository;
import org.opentws.authentication.store.SessionRepository;
import org.opentws.authentication.store.SessionRow;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;

/**
 * The steps of a login that change the database, each committed on its own: a count must stay even
 * though the login is refused.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class LoginLedger {
  private static final int TOKEN_OCTETS = 32;

  @Inject UserRepository users;
  @Inject LoginAttemptRepository attempts;
  @Inject SessionRepository sessions;
  @Inject AuthenticationConfiguration configuration;
  @Inject AuthenticationJournal journal;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /** The account for which the certificate is registered, if it may log in at all. */
  @PermitAll
  public Optional<User> accountOf(CallerCertificate certificate) {
    return users
        .findCertificate(certificate.fingerprint())
        .map(ControlCertificate::account)
        .flatMap(users::find)
        .filter(User::isActive);
  }

  /** Takes one attempt; empty while the account is locked. */
  @PermitAll
  public OptionalInt claimAttempt(String account) {
    Instant now = time.now();
    Instant lockedUntil = now.plus(configuration.lock());
    return attempts.claim(account, configuration.attemptsMax(), now, lockedUntil);
  }

  /**
   * Both factors were right: forgives the attempts and opens a session, or refuses because of the
   * roles as they stand in the database at this moment.
   *
   * @throws org.opentws.error.RequestRefused ROLE_CONFLICT
   */
  @PermitAll
  public OpenedSession open(User user, CallerCertificate certificate) {
    // M1.4: even rows written by hand give no conflicting rights.
    RoleSeparation.check(users.rolesOfPerson(user.person()), users.grantedToPerson(user.person()));
    attempts.forgive(user.account());
    Instant now = time.now();
    String token =
        Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.octets(TOKEN_OCTETS));
    sessions.add(new SessionRow(hash(token), user.account(), certificate.fingerprint(), now, now));
    journal.loggedIn(user.account(), certificate.fingerprint());
    return new OpenedSession(token, Caller.of(user));
  }

  static String hash(String token) {
    return Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
  }
}
