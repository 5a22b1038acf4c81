package org.opentws.tools.ceremony;

/**
 * Who takes part in a ceremony, as the script says and the report repeats.
 *
 * @param name of the person; the person's control certificate says the same
 * @param role in the system, for example "System Auditor"
 * @param function in this ceremony, for example "witness"
 */
record Participant(String account, String name, String role, String function) {
  static Participant of(StepParameters entry) {
    return new Participant(
        entry.text("account"), entry.text("name"), entry.text("role"), entry.text("function"));
  }
}
