package org.opentws.revocationstatus;

import jakarta.ejb.ApplicationException;

/**
 * The Certificate Status Database contradicts what revocation management said before: it was
 * changed or rolled back behind our back (RS1.3). No status is given.
 */
@ApplicationException(rollback = true)
public final class StatusNotTrusted extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StatusNotTrusted(String message) {
    super(message);
  }
}
