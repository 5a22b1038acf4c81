package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.authentication.store.SessionRepository;
import org.opentws.authentication.store.SessionRow;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Sha256;

/** Enters sessions, sealed: one that was written by hand opens nothing. */
@ApplicationScoped
public class SessionBook {
  private static final int TOKEN_OCTETS = 32;

  @Inject SessionRepository sessions;
  @Inject RowSeal rowSeal;
  @Inject Randomness randomness;
  @Inject AuthenticationJournal journal;
  @Inject TrustedTime time;

  /**
   * A new session.
   *
   * @param factors by which the person was authenticated beside the certificate's key
   * @return the token: the cookie's value, stored nowhere
   */
  String enter(String account, String fingerprint, String factors) {
    // PostgreSQL keeps microseconds; the seal must be that of the stored row.
    Instant now = time.now().truncatedTo(ChronoUnit.MICROS);
    String token =
        Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.octets(TOKEN_OCTETS));
    SessionRow unsealed = new SessionRow(hash(token), account, fingerprint, now, now, factors, "");
    String seal = rowSeal.seal(statement(unsealed));
    sessions.add(
        new SessionRow(unsealed.tokenHash(), account, fingerprint, now, now, factors, seal));
    return token;
  }

  /** Ends every session of an account, on every node, in the caller's transaction. */
  public void endAll(String account, String reason) {
    Instant now = time.now();
    for (SessionRow session : sessions.open(Optional.of(account), Integer.MAX_VALUE)) {
      if (sessions.end(session.tokenHash(), reason, now)) {
        journal.expired(session.account(), session.fingerprint(), reason);
      }
    }
  }

  boolean isGenuine(SessionRow session) {
    return rowSeal.holds(statement(session), session.seal());
  }

  private static SealedText statement(SessionRow session) {
    return SealedText.of(
        "opentws-session-1",
        List.of(
            session.tokenHash(),
            session.account(),
            session.fingerprint(),
            session.createdAt().toString(),
            session.factors()));
  }

  static String hash(String token) {
    return Sha256.hex(token.getBytes(StandardCharsets.UTF_8));
  }
}
