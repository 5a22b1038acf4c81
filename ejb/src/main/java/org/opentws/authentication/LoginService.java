package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.opentws.access.FactorProof;
import org.opentws.access.SealedText;
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
  @Inject AuthenticatorAnswers answers;
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
    return login(certificate, new FactorProof(FactorProof.Kind.PASSWORD, password));
  }

  /**
   * The same with any second factor.
   *
   * @param proof wiped before this returns
   */
  @PermitAll
  public OpenedSession login(Optional<CallerCertificate> certificate, FactorProof proof) {
    try {
      if (certificate.isEmpty()) {
        journal.loginRefused(ANONYMOUS, "none", "no client certificate");
        throw refused();
      }
      return login(certificate.get(), proof);
    } finally {
      proof.wipe();
    }
  }

  /**
   * What an authenticator must answer to log in. Of a certificate that is not registered it says
   * what it says of one whose account has no authenticator.
   *
   * @return options of WebAuthn's credentials.get, in their JSON form
   */
  @PermitAll
  public String question(Optional<CallerCertificate> certificate) {
    return certificate
        .flatMap(ledger::accountOf)
        .map(user -> answers.question(user.account(), loggingIn(user.account())))
        .orElseGet(answers::idleQuestion);
  }

  private static SealedText loggingIn(String account) {
    return SealedText.of("opentws-login-1", List.of(account));
  }

  private OpenedSession login(CallerCertificate certificate, FactorProof proof) {
    Optional<User> user = ledger.accountOf(certificate);
    String account = user.map(User::account).orElse(ANONYMOUS);
    Optional<String> objection =
        controlCertificates
            .objection(certificate.certificate(), time.now())
            .or(() -> user.flatMap(known -> forged(known, certificate)));

    // IA2.1: the attempt is counted before the password is looked at.
    OptionalInt attempt = user.isPresent() ? ledger.claimAttempt(account) : OptionalInt.empty();
    Optional<String> wrong = objection(user, proof);

    if (user.isPresent() && objection.isEmpty() && attempt.isPresent() && wrong.isEmpty()) {
      return open(user.get(), certificate, proof);
    }
    String reason = reason(user, objection, attempt, wrong);
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

  /** Why the second factor is wrong, for the audit log only. */
  private Optional<String> objection(Optional<User> user, FactorProof proof) {
    return switch (proof.kind()) {
      case PASSWORD ->
          passwordOf(user).matches(proof.secret())
              ? Optional.empty()
              : Optional.of("wrong password");
      case WEBAUTHN ->
          user.map(User::account)
              .map(known -> answers.objection(known, loggingIn(known), new String(proof.secret())))
              .orElse(Optional.of("nobody's authenticator"));
    };
  }

  private OpenedSession open(User user, CallerCertificate certificate, FactorProof proof) {
    try {
      if (proof.kind() == FactorProof.Kind.PASSWORD) {
        requireStrong(user, proof.secret());
      }
      // Right factors are no guess: what fails from here on, for example because the device that
      // seals the session is away, locks nobody (IA2.1).
      ledger.forgive(user.account());
      return ledger.open(user, certificate, proof.kind());
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
      Optional<User> user,
      Optional<String> objection,
      OptionalInt attempt,
      Optional<String> wrong) {
    if (user.isEmpty()) {
      return "certificate not registered";
    }
    if (objection.isPresent()) {
      return objection.get();
    }
    return attempt.isEmpty() ? "locked" : wrong.orElse("");
  }

  private static RequestRefused refused() {
    return new RequestRefused(Refusal.NOT_AUTHENTICATED, "the login is refused");
  }
}
