package org.opentws.revocationstatus;

import jakarta.json.Json;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.StringReader;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.revocationstatus.store.StatusChangeRow;
import org.opentws.value.SerialNumber;

/**
 * Message B of figure 1: a status change that is in the database. Its seal carries sender, message
 * time and nonce; its sequence number shows loss.
 */
public record StatusChanged(
    long sequence, String issuer, SerialNumber serial, CertificateState state) {
  /** Message type in the seal. */
  public static final String TYPE = "status-changed";

  /** The only sender whose message B counts (RS1.1). */
  public static final String SENDER = "revocationmanagement";

  /** JSON text for the seal. */
  public String toJson() {
    return Json.createObjectBuilder()
        .add("sequence", sequence)
        .add("issuer", issuer)
        .add("serial", serial.hex())
        .add("state", state.name())
        .build()
        .toString();
  }

  /**
   * Reads it back.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  public static StatusChanged parse(String json) {
    try (JsonReader reader = Json.createReader(new StringReader(json))) {
      JsonObject object = reader.readObject();
      return new StatusChanged(
          object.getJsonNumber("sequence").longValueExact(),
          object.getString("issuer"),
          SerialNumber.parse(object.getString("serial")),
          CertificateState.valueOf(object.getString("state")));
    } catch (JsonException
        | NullPointerException
        | ClassCastException
        | IllegalArgumentException
        | ArithmeticException e) {
      throw new RequestRefused(Refusal.MALFORMED_REQUEST, "not a status message", e);
    }
  }

  StatusChangeRow row() {
    return new StatusChangeRow(sequence, issuer, serial, state);
  }
}
