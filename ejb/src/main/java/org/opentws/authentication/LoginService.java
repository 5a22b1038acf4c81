package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.opentws.access.store.User;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/**
 * Login with two factors (IA4.1): the key of a registered control certificate, which TLS proved,
 * and a password. Whatever is wrong, the answer is the same and takes the time of one password
 * hash.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LoginService {
  private static final String ANONYMOUS = "anonymous";

  @Inject LoginLedger ledger;
  @Inject ControlCertificates controlCertificates;
  @Inject AuthenticationConfiguration configuration;
  @Inject AuthenticationJournal journal;
  @Inject TrustedTime time;

  /**
   * Opens a session.
   *
   * @param certificate of the TLS connection; without one there is nothing to guess, and no hash is
   *     computed
   * @param password wiped before this returns
   * @throws RequestRefused NOT_AUTHENTICATED, for whatever reason; WEAK_PASSWORD or ROLE_CONFLICT
   *     after both factors were right
   */
  @PermitAll
  public OpenedSession login(Optional<CallerCertificate> certificate, char[] password) {
    try {
      if (certificate.isEmpty()) {
        journal.loginRefused(ANONYMOUS, "none", "no client certificate");
        throw refused();
      }
      return login(certificate.get(), password);
    } finally {
      PasswordHash.wipe(password);
    }
  }

  private OpenedSession login(CallerCertificate certificate, char[] password) {
    Optional<User> user = ledger.accountOf(certificate);
    String account = user.map(User::account).orElse(ANONYMOUS);
    Optional<String> objection =
        controlCertificates
            .objection(certificate.certificate(), time.now())
            .or(() -> user.flatMap(known -> forged(known, certificate)));

    // IA2.1: the attempt is counted before the password is looked at.
    OptionalInt attempt = user.isPresent() ? ledger.claimAttempt(account) : OptionalInt.empty();
    boolean matches = passwordOf(user).matches(password);

    if (user.isPresent() && objection.isEmpty() && attempt.isPresent() && matches) {
      return open(user.get(), certificate, password);
    }
    String reason = reason(user, objection, attempt);
    journal.loginRefused(account, certificate.fingerprint(), reason);
    if (attempt.orElse(0) >= configuration.attemptsMax()) {
      journal.locked(account, certificate.fingerprint(), attempt.getAsInt());
    }
    throw refused();
  }

  /** Rows that somebody wrote by hand open nothing, and are no secret to the log. */
  private Optional<String> forged(User user, CallerCertificate certificate) {
    Optional<String> objection = ledger.objection(user.account());
    objection.ifPresent(why -> journal.forged(user.account(), certificate.fingerprint(), why));
    return objection;
  }

  private OpenedSession open(User user, CallerCertificate certificate, char[] password) {
    try {
      requireStrong(user, password);
      return ledger.open(user, certificate);
    } catch (RequestRefused refused) {
      journal.loginRefused(user.account(), certificate.fingerprint(), refused.detail());
      throw refused;
    }
  }

  /** IA3.1: a password may have come as a hash, which shows nothing of it; here it is seen. */
  private static void requireStrong(User user, char[] password) {
    Optional<String> objection =
        PasswordPolicy.objection(password, List.of(user.account(), user.person()));
    if (objection.isPresent()) {
      throw new RequestRefused(Refusal.WEAK_PASSWORD, objection.get());
    }
  }

  private static PasswordHash passwordOf(Optional<User> user) {
    return user.map(u -> PasswordHash.parse(u.passwordHash())).orElse(PasswordHash.OF_NOBODY);
  }

  /** For the audit log only. */
  private static String reason(
      Optional<User> user, Optional<String> objection, OptionalInt attempt) {
    if (user.isEmpty()) {
      return "certificate not registered";
    }
    if (objection.isPresent()) {
      return objection.get();
    }
    return attempt.isEmpty() ? "locked" : "wrong password";
  }

  private static RequestRefused refused() {
    return new RequestRefused(Refusal.NOT_AUTHENTICATED, "the login is refused");
  }
}
