package org.opentws.keymanagement.catalogue;

/** Whose keys: the catalogue can be stricter with those of the TSP, on which all others rest. */
public enum KeyHolder {
  /** Keys of the TSP itself and of its officers. */
  TSP("tsp", "keys of the TSP"),
  /** Keys of Subjects. */
  SUBJECT("subject", "keys of Subjects");

  private final String field;
  private final String words;

  KeyHolder(String field, String words) {
    this.field = field;
    this.words = words;
  }

  /** As in the document. */
  String field() {
    return field;
  }

  /** For people: "keys of the TSP". */
  public String words() {
    return words;
  }
}
