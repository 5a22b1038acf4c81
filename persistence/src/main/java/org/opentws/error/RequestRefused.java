package org.opentws.error;

import jakarta.ejb.ApplicationException;

/**
 * The caller's fault: the request is refused for a stated reason and nothing was changed. The
 * detail may be shown to the caller, so it carries no secret and nobody else's data.
 */
@ApplicationException(rollback = true)
public final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  public RequestRefused(Refusal refusal, String detail) {
    super(detail);
    this.refusal = refusal;
  }

  public RequestRefused(Refusal refusal, String detail, Throwable cause) {
    super(detail, cause);
    this.refusal = refusal;
  }

  public Refusal refusal() {
    return refusal;
  }

  /** One sentence for the caller. */
  public String detail() {
    return String.valueOf(getMessage());
  }
}
