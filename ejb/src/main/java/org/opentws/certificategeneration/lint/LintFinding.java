package org.opentws.certificategeneration.lint;

/** A rule that a certificate breaks. */
public record LintFinding(String ruleId, String citation, String sentence) {
  @Override
  public String toString() {
    return ruleId + " (" + citation + "): " + sentence;
  }
}
