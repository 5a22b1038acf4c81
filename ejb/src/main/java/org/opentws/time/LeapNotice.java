package org.opentws.time;

/** The leap indicator of a source that is synchronised (RFC 5905, 7.3). */
enum LeapNotice {
  NONE,
  /** The last minute of the month has 61 seconds. */
  INSERT,
  /** The last minute of the month has 59 seconds. */
  DELETE
}
