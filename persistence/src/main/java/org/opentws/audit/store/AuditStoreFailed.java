package org.opentws.audit.store;

/** The database did not do what was asked; whether it did half of it is not known. */
public final class AuditStoreFailed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public AuditStoreFailed(String doing, Throwable cause) {
    super(doing + ": " + cause.getMessage(), cause);
  }
}
