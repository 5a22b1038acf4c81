package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.opentws.access.AccountSeals;
import org.opentws.access.Caller;
import org.opentws.access.RoleSeparation;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.authentication.store.SessionRepository;
import org.opentws.authentication.store.SessionRow;
import org.opentws.time.TrustedTime;

/**
 * Sessions, judged anew at every request from the rows as they are at that moment: an end, a lost
 * role or a disabled account takes effect at the next request on every node.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class SessionService {
  /** Activity is written down at most this often: one write per request would be waste. */
  private static final Duration TOUCH = Duration.ofSeconds(10);

  @Inject SessionRepository sessions;
  @Inject SessionBook book;
  @Inject UserRepository users;
  @Inject AccountSeals seals;
  @Inject ControlCertificates controlCertificates;
  @Inject AuthenticationConfiguration configuration;
  @Inject AuthenticationJournal journal;
  @Inject TrustedTime time;

  /**
   * Who is behind a session at this request; empty if nobody is any more.
   *
   * @param passive the request comes by itself (polling) and does not keep the session alive
   */
  @PermitAll
  public Optional<Caller> resume(
      String token, Optional<CallerCertificate> certificate, boolean passive) {
    Optional<SessionRow> found = sessions.findOpen(SessionBook.hash(token));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SessionRow session = found.get();
    // IA1.2: a stolen cookie is worth nothing. The session goes on, or a thief could end it.
    if (certificate.map(c -> !c.fingerprint().equals(session.fingerprint())).orElse(true)) {
      String other = certificate.map(CallerCertificate::fingerprint).orElse("none");
      journal.sessionRefused("anonymous", other, "session of another certificate");
      return Optional.empty();
    }
    Instant now = time.now();
    Optional<User> user =
        users.find(session.account()).filter(User::isActive).filter(u -> !u.isMachine());
    Optional<String> end = reasonToEnd(session, user, certificate.get(), now);
    if (end.isPresent() || user.isEmpty()) {
      end(session, end.orElse("account disabled"), now);
      return Optional.empty();
    }
    if (!passive && session.lastSeenAt().plus(TOUCH).isBefore(now)) {
      sessions.touch(session.tokenHash(), now);
    }
    return user.map(Caller::of);
  }

  private Optional<String> reasonToEnd(
      SessionRow session, Optional<User> user, CallerCertificate certificate, Instant now) {
    if (isOverdue(session, now)) {
      return Optional.of("idle or too old");
    }
    Optional<String> forged = forged(session, user);
    if (forged.isPresent()) {
      journal.forged(session.account(), session.fingerprint(), forged.get());
      return forged;
    }
    if (user.isEmpty()) {
      return Optional.of("account disabled");
    }
    String person = user.get().person();
    // M1.4: a conflict that came about behind our back ends the session.
    return RoleSeparation.conflict(users.rolesOfPerson(person), users.grantedToPerson(person))
        .or(() -> controlCertificates.objection(certificate.certificate(), now));
  }

  private Optional<String> forged(SessionRow session, Optional<User> user) {
    return book.isGenuine(session)
        ? user.flatMap(seals::objection)
        : Optional.of("the session was not opened by this system");
  }

  private boolean isOverdue(SessionRow session, Instant now) {
    return !now.isBefore(session.lastSeenAt().plus(configuration.idleMax()))
        || !now.isBefore(session.createdAt().plus(configuration.sessionMax()));
  }

  private void end(SessionRow session, String reason, Instant now) {
    if (sessions.end(session.tokenHash(), reason, now)) {
      journal.expired(session.account(), session.fingerprint(), reason);
    }
  }

  /**
   * Logout, effective on every node when this returns (IA1.3). An unknown token changes nothing.
   */
  @PermitAll
  public void logout(String token, Optional<CallerCertificate> certificate) {
    Optional<SessionRow> session =
        sessions
            .findOpen(SessionBook.hash(token))
            .filter(
                s -> certificate.map(c -> c.fingerprint().equals(s.fingerprint())).orElse(false));
    session.ifPresent(
        s -> {
          if (sessions.end(s.tokenHash(), "logout", time.now())) {
            journal.loggedOut(s.account(), s.fingerprint());
          }
        });
  }

  /** Ends what is overdue though nobody asks for it any more, so that the audit log tells it. */
  @PermitAll
  public void endOverdue() {
    Instant now = time.now();
    sessions
        .overdue(now.minus(configuration.idleMax()), now.minus(configuration.sessionMax()))
        .forEach(s -> end(s, "idle or too old", now));
  }
}
