package org.opentws.authentication;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.opentws.access.CurrentCaller;
import org.opentws.access.store.PermissionName;
import org.opentws.authentication.store.SessionRepository;
import org.opentws.authentication.store.SessionRow;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;

/** Sessions of others, for whoever administers them: see and end. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRED)
public class SessionAdministrationService {
  private static final int LISTED_MAX = 1000;

  @Inject SessionRepository sessions;
  @Inject AuthenticationJournal journal;
  @Inject CurrentCaller caller;
  @Inject TrustedTime time;

  /** The open ones, the one last used first; at most 1000. */
  @RolesAllowed(PermissionName.SESSION_ADMINISTER)
  public List<SessionView> sessions() {
    return sessions.open(Optional.empty(), LISTED_MAX).stream().map(SessionView::of).toList();
  }

  /**
   * Ends one, effective on every node at its next request.
   *
   * @throws RequestRefused NOT_FOUND if no open session has this id
   */
  @RolesAllowed(PermissionName.SESSION_ADMINISTER)
  public void end(String id) {
    SessionRow session = sessions.findOpen(id).orElseThrow(SessionAdministrationService::unknown);
    String by = caller.get().account();
    if (!sessions.end(session.tokenHash(), "ended by " + by, time.now())) {
      throw unknown();
    }
    journal.ended(by, session.account(), session.fingerprint());
  }

  private static RequestRefused unknown() {
    return new RequestRefused(Refusal.NOT_FOUND, "no such open session");
  }
}
