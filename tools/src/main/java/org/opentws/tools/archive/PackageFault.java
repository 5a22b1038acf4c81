package org.opentws.tools.archive;

/** Why a package, or a file of it, cannot be believed; a sentence for people. */
public final class PackageFault extends Exception {
  private static final long serialVersionUID = 1L;

  public PackageFault(String message) {
    super(message);
  }

  public PackageFault(String message, Throwable cause) {
    super(message, cause);
  }
}
