package org.opentws.tools.ceremony;

import org.jspecify.annotations.Nullable;

/** The ceremony cannot go on; the message says what to do. */
final class CeremonyFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CeremonyFailure(String message) {
    super(message);
  }

  CeremonyFailure(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
