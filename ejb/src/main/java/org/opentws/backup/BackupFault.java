package org.opentws.backup;

/** A backup, or an order to restore it, is not what it should be; the message says it. */
public final class BackupFault extends Exception {
  private static final long serialVersionUID = 1L;

  public BackupFault(String message) {
    super(message);
  }

  public BackupFault(String message, Throwable cause) {
    super(message, cause);
  }
}
