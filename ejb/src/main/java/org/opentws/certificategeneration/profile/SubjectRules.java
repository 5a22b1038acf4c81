package org.opentws.certificategeneration.profile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/**
 * The subject's name under a profile.
 *
 * @param attributes what may stand in the name, in this order, and what must
 * @param oneOf groups of which exactly one is given; null if there is no such choice
 */
public record SubjectRules(
    List<AttributeRule> attributes, @Nullable List<List<SubjectAttribute>> oneOf) {
  /** One allowed attribute. */
  public record AttributeRule(SubjectAttribute name, boolean required) {}

  /**
   * The name for these values, by field name.
   *
   * @throws RequestRefused PROFILE_VIOLATION, naming the field (R1.4, CG1.2)
   */
  public X500Name name(Map<String, String> subject) {
    refuseUnknown(subject.keySet());
    checkChoice(subject);
    checkPseudonym(subject);
    X500NameBuilder name = new X500NameBuilder();
    for (AttributeRule rule : attributes) {
      String field = rule.name().fieldName();
      String value = subject.get(field);
      if (value == null) {
        if (rule.required()) {
          throw refused("the subject's " + field + " is missing");
        }
        continue;
      }
      rule.name()
          .defect(value)
          .ifPresent(
              defect -> {
                throw refused("the subject's " + field + " " + defect);
              });
      name.addRDN(rule.name().oid(), rule.name().encode(value));
    }
    return name.build();
  }

  private void refuseUnknown(Set<String> fields) {
    for (String field : fields) {
      if (attributes.stream().noneMatch(rule -> rule.name().fieldName().equals(field))) {
        // The field's name is the caller's text: said only if it is one we know.
        throw refused(
            SubjectAttribute.named(field)
                .map(known -> "the profile does not allow the subject's " + known.fieldName())
                .orElse(
                    "the subject has a field that is none of "
                        + String.join(", ", SubjectAttribute.fieldNames())));
      }
    }
  }

  /** EN 319 412-2, 4.2.4: a name or a pseudonym, wholly, and never both. */
  private void checkChoice(Map<String, String> subject) {
    if (oneOf == null) {
      return;
    }
    List<List<SubjectAttribute>> touched =
        oneOf.stream()
            .filter(group -> group.stream().anyMatch(a -> subject.containsKey(a.fieldName())))
            .toList();
    if (touched.size() > 1) {
      throw refused("the subject has both of what excludes each other: " + choices());
    }
    if (touched.isEmpty()) {
      throw refused("the subject lacks one of: " + choices());
    }
    for (SubjectAttribute attribute : touched.get(0)) {
      if (!subject.containsKey(attribute.fieldName())) {
        throw refused("the subject's " + attribute.fieldName() + " is missing");
      }
    }
  }

  private String choices() {
    return oneOf == null
        ? ""
        : String.join(
            " or ",
            oneOf.stream()
                .map(group -> String.join(" and ", group.stream().map(a -> a.fieldName()).toList()))
                .toList());
  }

  /** CG1.6a: with a pseudonym no other name may stand beside it, not even in commonName. */
  private static void checkPseudonym(Map<String, String> subject) {
    String pseudonym = subject.get(SubjectAttribute.PSEUDONYM.fieldName());
    if (pseudonym != null
        && !pseudonym.equals(subject.get(SubjectAttribute.COMMON_NAME.fieldName()))) {
      throw refused("the subject's commonName must be the pseudonym itself");
    }
  }

  private static RequestRefused refused(String detail) {
    return new RequestRefused(Refusal.PROFILE_VIOLATION, detail);
  }
}
