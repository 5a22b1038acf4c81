package org.opentws.audit.format;

/** What was read is not what this system wrote. The message names what is wrong. */
public final class BrokenLog extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokenLog(String what) {
    super(what);
  }

  public BrokenLog(String what, Throwable cause) {
    super(what, cause);
  }
}
