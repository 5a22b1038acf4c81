package org.opentws.audit.store;

import java.sql.SQLException;

/** The database did not do what was asked; whether it did half of it is not known. */
public final class AuditStoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** PostgreSQL's SQLSTATE disk_full. */
  private static final String DISK_FULL = "53100";

  public AuditStoreFailed(String doing, Throwable cause) {
    super(doing + ": " + cause.getMessage(), cause);
  }

  /** Whether there is no room left on the database's disk. */
  public boolean isDiskFull() {
    return getCause() instanceof SQLException failure && DISK_FULL.equals(failure.getSQLState());
  }
}
