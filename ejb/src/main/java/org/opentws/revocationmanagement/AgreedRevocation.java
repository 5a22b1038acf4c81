package org.opentws.revocationmanagement;

import java.util.Map;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.value.SerialNumber;

/**
 * A revocation that two persons agree on, as the parameters of their operation say it: issuer,
 * serial, reason, and invalidityDate if known.
 */
final class AgreedRevocation {
  private AgreedRevocation() {}

  /**
   * Reads it.
   *
   * @param persons both accounts; empty while nobody has agreed
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static StatusChangeRequest read(Map<String, String> parameters, String persons, String id) {
    return new StatusChangeRequest(
        id,
        required(parameters, "issuer"),
        SerialNumber.parse(required(parameters, "serial")),
        StatusChangeAction.REVOKE,
        Optional.of(RevocationReason.parse(required(parameters, "reason")).code()),
        Optional.ofNullable(parameters.get("invalidityDate")).map(StatusChangeMessage::time),
        persons,
        true);
  }

  static String required(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null || value.isBlank()) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, name + " is missing");
    }
    return value;
  }
}
