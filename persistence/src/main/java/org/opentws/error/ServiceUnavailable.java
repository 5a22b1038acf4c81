package org.opentws.error;

import jakarta.ejb.ApplicationException;

/**
 * A device, the time or the audit store is not to be had now: nothing was done, the caller may try
 * again later in the protocol's own words (OCSP tryLater, TSP timeNotAvailable or systemFailure,
 * HTTP 503).
 */
@ApplicationException(rollback = true)
public final class ServiceUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is missing. */
  public enum Cause {
    DEVICE,
    TIME,
    AUDIT,
    DATABASE,
    MESSAGING,
    /** The node's own disk takes nothing. */
    DISK,
    /** A key is not there yet, not active, or outside its life. */
    KEY
  }

  private final Cause missing;

  public ServiceUnavailable(Cause missing, String detail) {
    super(detail);
    this.missing = missing;
  }

  public ServiceUnavailable(Cause missing, String detail, Throwable cause) {
    super(detail, cause);
    this.missing = missing;
  }

  public Cause missing() {
    return missing;
  }
}
