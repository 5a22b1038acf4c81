package org.opentws.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * Checks the words of an application: lengths and characters. Which attributes are asked for is the
 * profile's matter.
 */
final class ApplicationText {
  /** More than any name form needs; the profile knows which are allowed. */
  private static final int MAX_ATTRIBUTES = 20;

  /** Upper bound of the common attributes (RFC 5280, appendix A.1). */
  private static final int MAX_ATTRIBUTE_LENGTH = 64;

  private static final int MAX_EVIDENCE = 10;

  private ApplicationText() {}

  /** The subject's attributes, normalised, in the order of their names. */
  static SortedMap<String, String> subject(Map<String, String> subject) {
    if (subject.isEmpty()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "subject has no attributes");
    }
    if (subject.size() > MAX_ATTRIBUTES) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "subject has more than " + MAX_ATTRIBUTES + " attributes");
    }
    SortedMap<String, String> checked = new TreeMap<>();
    subject.forEach((name, value) -> checked.put(attributeName(name), attributeValue(name, value)));
    return checked;
  }

  private static String attributeName(String name) {
    if (!name.matches("[A-Za-z][A-Za-z0-9]{0,63}")) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "subject has an attribute whose name is not a word");
    }
    return name;
  }

  private static String attributeValue(String name, String value) {
    return new TextRule("subject." + name, MAX_ATTRIBUTE_LENGTH, false).requirePresent(value);
  }

  static Consent consent(Consent consent) {
    Optional<String> terms =
        consent.terms().map(new TextRule("consent.terms", 64, false)::requirePresent);
    return new Consent(consent.publication(), terms);
  }

  static List<IdentityEvidence> evidence(List<IdentityEvidence> evidence) {
    if (evidence.size() > MAX_EVIDENCE) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "more than " + MAX_EVIDENCE + " pieces of evidence");
    }
    return evidence.stream().map(ApplicationText::evidence).toList();
  }

  private static IdentityEvidence evidence(IdentityEvidence piece) {
    return new IdentityEvidence(
        new TextRule("evidence.type", 64, false).requirePresent(piece.type()),
        new TextRule("evidence.reference", 256, false).require(piece.reference()),
        new TextRule("evidence.text", 4000, true).require(piece.text()));
  }

  /** Why an officer rejects: shown to the subscriber. */
  static String reason(String reason) {
    return new TextRule("reason", 500, true).requirePresent(reason);
  }
}
