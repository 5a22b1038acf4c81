package org.opentws.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import org.opentws.tools.rest.Connection;
import org.opentws.tools.rest.TwoOfficers;

/**
 * Opens the device with the CAs' keys after a start (KM3.2), as its officers do: each gives the own
 * share of its PIN, one asks for the activation, the other approves.
 */
final class Activation {
  private static final String DEVICE = "ca";

  private final DemoSystem system;
  private final Progress progress;
  private final Connection requester;
  private final Connection approver;

  Activation(DemoSystem system, Progress progress, Connection requester, Connection approver) {
    this.system = system;
    this.progress = progress;
    this.requester = requester;
    this.approver = approver;
  }

  void ensure() throws Exception {
    if (isLocked()) {
      progress.step("both officers' shares open the device 'ca'", this::activate);
    }
  }

  private boolean isLocked() throws IOException, InterruptedException {
    for (JsonNode device : requester.get("/devices")) {
      if (device.get("device").asText().equals(DEVICE)) {
        return device.path("pin").asText().equals("LOCKED");
      }
    }
    throw new DemoFailure("The server has no device '" + DEVICE + "'.");
  }

  private JsonNode activate() throws IOException, InterruptedException {
    give(requester, "security-officer-1");
    give(approver, "security-officer-2");
    return TwoOfficers.agree(requester, approver, "ACTIVATE_DEVICE", Map.of("device", DEVICE));
  }

  private void give(Connection officer, String account) throws IOException, InterruptedException {
    String share =
        Files.readString(system.demo("officers/%s.%s.pin.share".formatted(account, DEVICE)));
    officer.post("/devices/" + DEVICE + "/shares", Map.of("share", share.strip()));
  }
}
