package org.opentws.certificategeneration.lint;

import java.util.function.Predicate;

/**
 * One normative sentence.
 *
 * @param id stable name, shown with a finding
 * @param citation where the sentence stands
 * @param sentence what holds for a good certificate
 * @param applies to which certificates it speaks
 * @param holds whether it holds; an exception means that it does not
 */
record LintRule(
    String id,
    String citation,
    String sentence,
    Predicate<LintSubject> applies,
    Predicate<LintSubject> holds) {

  /** A rule for every certificate. */
  static LintRule always(
      String id, String citation, String sentence, Predicate<LintSubject> holds) {
    return new LintRule(id, citation, sentence, subject -> true, holds);
  }

  boolean broken(LintSubject subject) {
    try {
      return applies.test(subject) && !holds.test(subject);
    } catch (RuntimeException e) {
      // What a rule cannot even read is not well made.
      return true;
    }
  }
}
