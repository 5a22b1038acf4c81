package org.opentws.audit.witness;

/** No cosignature, and why. */
final class WitnessFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean disagrees;

  private WitnessFailed(String message, boolean disagrees) {
    super(message);
    this.disagrees = disagrees;
  }

  /** It may work later. */
  static WitnessFailed silent(String message) {
    return new WitnessFailed(message, false);
  }

  /** What the witness says and what our log says cannot both be true. */
  static WitnessFailed disagrees(String message) {
    return new WitnessFailed(message, true);
  }

  boolean disagrees() {
    return disagrees;
  }
}
