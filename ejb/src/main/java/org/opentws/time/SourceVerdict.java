package org.opentws.time;

/** What a round made of one source. */
public enum SourceVerdict {
  /** Not asked yet, or too few answer to judge it. */
  UNKNOWN,
  /** Among those that vouch for the clock. */
  AGREES,
  /** It tells a time that the others do not confirm (RFC 5905: falseticker). */
  FALSETICKER,
  /** It did not answer, or said that it cannot be used. */
  SILENT
}
