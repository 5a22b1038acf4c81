package org.opentws.conformance;

/**
 * One check and how it went.
 *
 * @param name class and method
 * @param evidence what the check saw, in a few lines
 */
public record CheckResult(String name, Requirement.Kind kind, boolean passed, String evidence) {
  private static final int EVIDENCE_MAX = 20_000;

  /** Both runs of the same check together. */
  CheckResult and(CheckResult other) {
    String both = evidence.isEmpty() ? other.evidence : evidence + "\n" + other.evidence;
    return new CheckResult(
        name,
        kind,
        passed && other.passed,
        both.length() > EVIDENCE_MAX && other.passed ? evidence : both);
  }
}
