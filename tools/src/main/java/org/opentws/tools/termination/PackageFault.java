package org.opentws.tools.termination;

/** Why a package, or a file of it, cannot be believed; a sentence for people. */
final class PackageFault extends Exception {
  private static final long serialVersionUID = 1L;

  PackageFault(String message) {
    super(message);
  }

  PackageFault(String message, Throwable cause) {
    super(message, cause);
  }
}
