package org.opentws.conformance;

import java.util.Arrays;

/** The parts of the standard under which the report shows the atoms, by the start of the clause. */
enum ClauseGroup {
  ROLES("5.2.1", "Roles and management"),
  OPERATION("5.2.2", "Running the system"),
  AUTHENTICATION("5.2.3", "Identification and authentication"),
  ACCESS("5.2.4", "Access"),
  KEYS("5.2.5", "Keys"),
  AUDIT("5.2.6", "Audit log"),
  ARCHIVE("5.2.7", "Archive"),
  BACKUP("5.2.8", "Backup and recovery"),
  MESSAGES("5.3.1", "Messages of all core services"),
  REGISTRATION("5.3.2", "Registration"),
  GENERATION("5.3.3", "Certificate generation"),
  DISSEMINATION("5.3.4", "Dissemination"),
  REVOCATION("5.3.5", "Revocation management"),
  STATUS("5.3.6", "Revocation status"),
  DEVICES("5.4", "Devices for subjects"),
  TIME_STAMPING("5.5", "Time-stamping"),
  SITE("A.", "Annex A: buildings and power"),
  NETWORK("B.", "Annex B: networks"),
  LAW("1.2 ", "Regulation (EU) 910/2014, as the scope quotes it"),
  ARCHITECTURE("", "Scope and architecture");

  private final String start;
  private final String title;

  ClauseGroup(String start, String title) {
    this.start = start;
    this.title = title;
  }

  static ClauseGroup of(Atom atom) {
    return Arrays.stream(values())
        .filter(group -> atom.clause().startsWith(group.start))
        .findFirst()
        .orElse(ARCHITECTURE);
  }

  String title() {
    return title;
  }

  /** How the title begins: the clause, where it has one. */
  String clause() {
    return start.strip().replaceAll("\\.$", "");
  }
}
