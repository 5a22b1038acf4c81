package org.opentws.audit.stamp;

/** No time-stamp, and why; it is tried again. */
final class StampFailed extends Exception {
  private static final long serialVersionUID = 1L;

  StampFailed(String message) {
    super(message);
  }

  StampFailed(String message, Exception cause) {
    super(message + ": " + cause, cause);
  }
}
