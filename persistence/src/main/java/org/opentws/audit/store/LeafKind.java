package org.opentws.audit.store;

/** How a record entered the log. Codes are written in the log and stable for ever. */
public enum LeafKind {
  /** One of many records of a segment, by group commit. */
  SEGMENT(1),
  /** Alone, in the transaction of the business change it tells of. */
  RECORD(2);

  private final int code;

  LeafKind(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /**
   * The kind of a stored code.
   *
   * @throws IllegalArgumentException if there is none: the row was not written by this system
   */
  public static LeafKind of(int code) {
    for (LeafKind kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new IllegalArgumentException("no kind of record has the code " + code);
  }
}
