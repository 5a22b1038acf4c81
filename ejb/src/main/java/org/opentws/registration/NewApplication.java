package org.opentws.registration;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A certificate application as it comes in.
 *
 * @param profile name of a certificate profile
 * @param pkcs10 PEM text, or base64 of the DER
 * @param subject attribute values by the profile's names
 * @param passphrase with which the subject will have the certificate revoked, if it chose one
 * @param registrationAuthority through which it comes; the first one if it names none
 */
public record NewApplication(
    String profile,
    String pkcs10,
    Map<String, String> subject,
    Consent consent,
    List<IdentityEvidence> evidence,
    Optional<String> passphrase,
    Optional<String> registrationAuthority) {
  public NewApplication {
    subject = Map.copyOf(subject);
    evidence = List.copyOf(evidence);
  }

  /** Without a passphrase. */
  public NewApplication(
      String profile,
      String pkcs10,
      Map<String, String> subject,
      Consent consent,
      List<IdentityEvidence> evidence) {
    this(profile, pkcs10, subject, consent, evidence, Optional.empty(), Optional.empty());
  }

  /** Neither a person's name nor the passphrase. */
  @Override
  public String toString() {
    return "NewApplication";
  }
}
