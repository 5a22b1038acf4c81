package org.opentws.revocationmanagement;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.StatusChangeAction;
import org.opentws.revocationmanagement.store.StatusChangeRequest;
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
    JsonObjectBuilder json =
        Json.createObjectBuilder()
            .add("id", request.id())
            .add("issuer", request.issuer())
            .add("serial", request.serial().hex())
            .add("action", request.action().name().toLowerCase(Locale.ROOT));
    request.reason().ifPresent(code -> json.add("reason", reasonText(code)));
    request.invalidityDate().ifPresent(date -> json.add("invalidityDate", date.toString()));
    return json.build().toString();
  }

  /**
   * Reads a message; its requester is the sender, and two persons never stand behind it.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  static StatusChangeRequest parse(String sender, String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      StatusChangeAction action = action(object.getString("action"));
      return new StatusChangeRequest(
          id(object.getString("id")),
          object.getString("issuer"),
          SerialNumber.parse(object.getString("serial")),
          action,
          reason(action, Optional.ofNullable(object.getString("reason", null))),
          Optional.ofNullable(object.getString("invalidityDate", null)).map(Instant::parse),
          sender,
          false);
    } catch (JsonException | NullPointerException | ClassCastException | DateTimeException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a status change request message", e);
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

  private static String reasonText(int code) {
    for (RevocationReason reason : RevocationReason.values()) {
      if (reason.code() == code) {
        return reason.text();
      }
    }
    throw new IllegalStateException("reason code " + code);
  }

  private static String id(String id) {
    if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "id must have 1 to 200 characters");
    }
    return id;
  }
}
