package org.opentws.hsm;

/** Whether a token can be used, as far as its PIN is concerned. */
public enum TokenState {
  /** The PIN is in the credential store: it opens by itself. */
  OPENS_BY_ITSELF,
  /** The PIN is nowhere: persons have to activate the token (KM3.1, KM3.2). */
  LOCKED,
  /** Persons have activated it. */
  ACTIVATED
}
