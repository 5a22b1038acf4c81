package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** The device with the keys of CAs, and the persons without whom it does not open (KM3.2). */
final class Activation {
  static final String DEVICE = "ca";
  static final List<String> HOLDERS = List.of("security-officer-1", "security-officer-2");

  private final RunningSystem system;
  private final Journey journey;

  Activation(RunningSystem system) {
    this.system = system;
    this.journey = new Journey(system);
  }

  /** A holder's line, as it stands on paper. */
  String share(String account) {
    return share(account, "pin");
  }

  /** The same of another secret: so-pin or backup-key. */
  String share(String account, String secret) {
    try {
      return Files.readString(
              system.folder().resolve("officers/%s.%s.%s.share".formatted(account, DEVICE, secret)))
          .strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** OPENS_BY_ITSELF, LOCKED or ACTIVATED, as this node says. */
  String state() {
    return journey.device(DEVICE).get("pin").asText();
  }

  Client.Answer give(String account, String share) {
    return journey.as(account).post("/devices/" + DEVICE + "/shares", Map.of("share", share));
  }

  Client.Answer lock(String account) {
    return journey.as(account).post("/devices/" + DEVICE + "/lock", Map.of());
  }

  /** Both officers, with both shares. */
  void open() {
    HOLDERS.forEach(holder -> give(holder, share(holder)).expect(200));
    journey.operation("ACTIVATE_DEVICE", Map.of("device", DEVICE));
  }

  void ensureOpen() {
    if (state().equals("LOCKED")) {
      open();
    }
  }
}
