package org.opentws.revocationmanagement;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
import org.opentws.revocationstatus.StrictJson;
import org.opentws.value.SerialNumber;

/**
 * The content of a sealed message on queue StatusChangeRequests: JSON {@code {id, issuer, serial,
 * action: suspend|reinstate|revoke, reason, invalidityDate}}.
 */
final class StatusChangeMessage {
  /** Message type in the seal. */
  static final String TYPE = "status-change-request";

  /** Sender of what this system itself puts on the queue. */
  static final String SENDER = "revocationmanagement";

  private static final int MAX_ID_LENGTH = 200;

  private StatusChangeMessage() {}

  static String toJson(StatusChangeRequest request) {
    ObjectNode json =
        StrictJson.object()
            .put("id", request.id())
            .put("issuer", request.issuer())
            .put("serial", request.serial().hex())
            .put("action", request.action().name().toLowerCase(Locale.ROOT));
    request.reason().ifPresent(code -> json.put("reason", RevocationReason.of(code).text()));
    request.invalidityDate().ifPresent(date -> json.put("invalidityDate", date.toString()));
    return json.toString();
  }

  /**
   * Reads a message; its requester is the sender, and two persons never stand behind it.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static StatusChangeRequest parse(String sender, String text) {
    StrictJson json = StrictJson.parse(text);
    StatusChangeAction action = action(json.text("action"));
    return new StatusChangeRequest(
        id(json.text("id")),
        json.text("issuer"),
        SerialNumber.parse(json.text("serial")),
        action,
        reason(action, json.optionalText("reason")),
        json.optionalText("invalidityDate").map(StatusChangeMessage::time),
        sender,
        false);
  }

  /**
   * Reads a time in whole seconds, as CRL and OCSP can say it.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static Instant time(String text) {
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "invalidityDate is not an RFC 3339 time", e);
    }
  }

  /** Reads the action's name, in lower case as the interfaces have it. */
  static StatusChangeAction action(String text) {
    return switch (text) {
      case "suspend" -> StatusChangeAction.SUSPEND;
      case "reinstate" -> StatusChangeAction.REINSTATE;
      case "revoke" -> StatusChangeAction.REVOKE;
      default ->
          throw new RequestRefused(
              Refusal.MALFORMED_REQUEST, "action must be suspend, reinstate or revoke");
    };
  }

  /** A revocation has a reason, nothing else has one. */
  static Optional<Integer> reason(StatusChangeAction action, Optional<String> text) {
    if (action != StatusChangeAction.REVOKE) {
      if (text.filter(given -> !given.equals("certificateHold")).isPresent()) {
        throw new RequestRefused(Refusal.MALFORMED_REQUEST, "only a revocation gives a reason");
      }
      return Optional.empty();
    }
    return Optional.of(
        text.map(RevocationReason::parse).orElse(RevocationReason.UNSPECIFIED).code());
  }

  /** An id as it fits into a message, whoever gave it. */
  static String id(String id) {
    if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "id must have 1 to 200 characters");
    }
    return id;
  }
}
