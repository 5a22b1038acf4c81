package org.opentws.registration;

import java.util.List;
import java.util.Map;

/**
 * A certificate application as it comes in.
 *
 * @param profile name of a certificate profile
 * @param pkcs10 PEM text, or base64 of the DER
 * @param subject attribute values by the profile's names
 */
public record NewApplication(
    String profile,
    String pkcs10,
    Map<String, String> subject,
    Consent consent,
    List<IdentityEvidence> evidence) {
  public NewApplication {
    subject = Map.copyOf(subject);
    evidence = List.copyOf(evidence);
  }
}
