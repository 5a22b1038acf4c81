package org.opentws.tools.rest;

/** The server does not do what was asked; the message has its own words. */
public final class CallFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallFailure(String message) {
    super(message);
  }
}
