package org.opentws.audit.alarm;

/** An alarm could not be handed over. */
final class SinkFailed extends Exception {
  private static final long serialVersionUID = 1L;

  SinkFailed(String what) {
    super(what);
  }

  SinkFailed(String what, Throwable cause) {
    super(what + ": " + cause, cause);
  }
}
