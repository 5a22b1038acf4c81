package org.opentws.revocationstatus;

import java.util.Arrays;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.CertificateState;
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
    return StrictJson.object()
        .put("sequence", sequence)
        .put("issuer", issuer)
        .put("serial", serial.hex())
        .put("state", state.name())
        .toString();
  }

  /**
   * Reads it back.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  public static StatusChanged parse(String text) {
    StrictJson json = StrictJson.parse(text);
    return new StatusChanged(
        json.number("sequence"),
        json.text("issuer"),
        SerialNumber.parse(json.text("serial")),
        state(json.text("state")));
  }

  private static CertificateState state(String name) {
    return Arrays.stream(CertificateState.values())
        .filter(state -> state.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new RequestRefused(Refusal.MALFORMED_REQUEST, "no state " + name));
  }

  CertificateName certificate() {
    return new CertificateName(issuer, serial);
  }
}
