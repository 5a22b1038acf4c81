package org.opentws.authentication;

import java.io.Serializable;
import java.time.Instant;
import org.opentws.authentication.store.SessionRow;

/**
 * An open session as officers see it.
 *
 * @param id names the session; it opens nothing
 * @param certificate SHA-256 of the control certificate that it is bound to
 * @param factors by which the person was authenticated beside the certificate's key
 */
public record SessionView(
    String id,
    String account,
    String certificate,
    String factors,
    Instant openedAt,
    Instant lastSeenAt)
    implements Serializable {
  static SessionView of(SessionRow session) {
    return new SessionView(
        session.tokenHash(),
        session.account(),
        session.fingerprint(),
        session.factors(),
        session.createdAt(),
        session.lastSeenAt());
  }
}
