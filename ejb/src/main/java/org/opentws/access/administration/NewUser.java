package org.opentws.access.administration;

import java.util.Base64;
import java.util.Map;
import java.util.Set;
import org.opentws.authentication.CallerCertificate;
import org.opentws.authentication.PasswordHash;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** An account to be, checked for form (IA3.1). */
record NewUser(
    String account, String person, CallerCertificate certificate, PasswordHash passwordHash) {
  static final String ACCOUNT = "account";
  static final String PERSON = "person";
  static final String CERTIFICATE = "certificate";
  static final String PASSWORD_HASH = "passwordHash";

  private static final Set<String> NAMES = Set.of(ACCOUNT, PERSON, CERTIFICATE, PASSWORD_HASH);
  private static final Set<String> RESERVED = Set.of("anonymous", "system");
  private static final String ACCOUNT_FORM = "[a-z0-9][a-z0-9-]{1,62}";
  private static final int PERSON_LENGTH_MAX = 200;

  /** Reads an operation's parameters: these four, no other. */
  static NewUser parse(Map<String, String> parameters) {
    if (!parameters.keySet().equals(NAMES)) {
      throw malformed("parameters: account, person, certificate, passwordHash");
    }
    return of(
        parameters.getOrDefault(ACCOUNT, ""),
        parameters.getOrDefault(PERSON, ""),
        parameters.getOrDefault(CERTIFICATE, ""),
        parameters.getOrDefault(PASSWORD_HASH, ""));
  }

  /**
   * Checks the form of each value.
   *
   * @param certificate base64 of DER
   */
  static NewUser of(String account, String person, String certificate, String passwordHash) {
    if (!account.matches(ACCOUNT_FORM) || RESERVED.contains(account)) {
      throw malformed("account: 2 to 63 of a-z, 0-9 and -, and not a reserved name");
    }
    if (!isName(person)) {
      throw malformed("person: 1 to 200 printable characters without blanks around");
    }
    return new NewUser(account, person, certificate(certificate), PasswordHash.parse(passwordHash));
  }

  private static boolean isName(String person) {
    return !person.isEmpty()
        && person.length() <= PERSON_LENGTH_MAX
        && person.equals(person.strip())
        && person.chars().noneMatch(Character::isISOControl);
  }

  /**
   * Reads a control certificate.
   *
   * @param base64 of DER
   */
  static CallerCertificate certificate(String base64) {
    try {
      return CallerCertificate.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "certificate: base64 of DER", e);
    }
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
