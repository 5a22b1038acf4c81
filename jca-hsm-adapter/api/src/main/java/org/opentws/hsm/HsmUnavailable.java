package org.opentws.hsm;

import org.jspecify.annotations.Nullable;

/**
 * The device cannot serve now; the caller may try again later. Unchecked: one mapping in
 * keymanagement.
 */
public final class HsmUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HsmUnavailable(String message) {
    super(message);
  }

  public HsmUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
