package org.opentws.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.opentws.tools.rest.Connection;
import org.opentws.tools.rest.TwoOfficers;

/**
 * Makes the system's keys under dual control (KM1.3): security-officer-1 requests,
 * security-officer-2 approves. A key that is there already is left alone.
 */
final class KeyCeremony {
  private static final String P256 = "EC:secp256r1";
  private static final String CA_SUBJECT =
      "C=BE,O=OpenTWS Demonstration,organizationIdentifier=NTRBE-0000000000,CN=OpenTWS Issuing CA 1";

  /** In this order: the audit signer first, so that everything after it is under checkpoints. */
  private static final List<KeyOrder> INFRASTRUCTURE =
      List.of(
          new KeyOrder("audit signer", "AUDIT_SIGNING", "audit", "infra", 1),
          new KeyOrder(
              "key management's sealing key", "MESSAGE_SEALING", "keymanagement", "infra", 1),
          new KeyOrder("registration's sealing key", "MESSAGE_SEALING", "registration", "infra", 1),
          new KeyOrder(
              "revocation's sealing key", "MESSAGE_SEALING", "revocationmanagement", "infra", 1));

  /** The TLS key of the install ceremony is the first of two: this is its renewal. */
  private static final List<KeyOrder> UNDER_ISSUING =
      List.of(
          new KeyOrder("OCSP responder key", "OCSP_SIGNING", DemoSystem.ISSUER, "tsp", 1),
          new KeyOrder("time-stamping unit's key", "TIME_STAMP_SIGNING", "tsu-1", "tsp", 1),
          new KeyOrder("TLS server key, renewed", "TLS_SERVER", "tls", "infra", 2));

  private static final KeyOrder CA =
      new KeyOrder("issuing CA key", "CERTIFICATE_SIGNING", DemoSystem.ISSUER, "ca", 1);

  /**
   * A key that should be there.
   *
   * @param count how many of this purpose and owner the register must have had
   */
  private record KeyOrder(String title, String purpose, String owner, String token, int count) {}

  private final DemoSystem system;
  private final Progress progress;
  private final OfflineRoot root;
  private final Connection requester;
  private final Connection approver;
  private final Activation activation;

  KeyCeremony(DemoSystem system, Progress progress) throws Exception {
    this.system = system;
    this.progress = progress;
    this.root = new OfflineRoot(system);
    this.requester = system.officer("security-officer-1");
    this.approver = system.officer("security-officer-2");
    this.activation = new Activation(system, progress, requester, approver);
  }

  void hold() throws Exception {
    for (KeyOrder order : INFRASTRUCTURE) {
      ensure(order);
    }
    activation.ensure();
    if (!root.exists()) {
      progress.step("root CA (P-384), offline, in its own token", () -> run(root::create));
    }
    ensureIssuingCa();
    for (KeyOrder order : UNDER_ISSUING) {
      ensure(order);
    }
  }

  private void ensure(KeyOrder order) throws Exception {
    if (count(order) < order.count()) {
      progress.step(order.title(), () -> generate(order));
    }
  }

  private void ensureIssuingCa() throws Exception {
    if (isActive(CA)) {
      return;
    }
    byte[] pkcs10 =
        count(CA) == 0
            ? progress.step(CA.title(), () -> request(generate(CA)))
            : requestOfEarlierRun();
    if (!Files.exists(system.ceremony("issuing.cer"))) {
      progress.step("offline root certifies the issuing CA", () -> run(() -> root.certify(pkcs10)));
    }
    progress.step("import of the issuing CA's certificate", this::importCertificate);
  }

  private JsonNode generate(KeyOrder order) throws IOException, InterruptedException {
    Map<String, String> parameters =
        new HashMap<>(
            Map.of(
                "purpose", order.purpose(),
                "owner", order.owner(),
                "token", order.token(),
                "algorithm", P256));
    if (order.equals(CA)) {
      parameters.put("subject", CA_SUBJECT);
      parameters.put("backup", "yes");
    }
    return execute("GENERATE_KEY", parameters);
  }

  private JsonNode importCertificate() throws IOException, InterruptedException {
    return execute(
        "IMPORT_CA_CERTIFICATE",
        Map.of(
            "owner", DemoSystem.ISSUER,
            "issuer", "root",
            "certificate", base64("issuing.cer"),
            "issuerCertificate", base64("root.cer"),
            "issuerCrl", base64("root.crl")));
  }

  private String base64(String name) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(system.ceremony(name)));
  }

  private JsonNode execute(String type, Map<String, String> parameters)
      throws IOException, InterruptedException {
    return TwoOfficers.agree(requester, approver, type, parameters);
  }

  private byte[] requestOfEarlierRun() throws IOException, InterruptedException {
    for (JsonNode operation : requester.get("/operations")) {
      if (operation.path("result").has("pkcs10")) {
        return request(operation);
      }
    }
    throw new DemoFailure(
        "The issuing CA has a key but no certificate, and its request is not found. ./tws reset");
  }

  private static byte[] request(JsonNode operation) {
    return Base64.getDecoder().decode(operation.get("result").get("pkcs10").asText());
  }

  private long count(KeyOrder order) throws IOException, InterruptedException {
    long count = 0;
    for (JsonNode key : requester.get("/keys")) {
      count += matches(key, order) ? 1 : 0;
    }
    return count;
  }

  private boolean isActive(KeyOrder order) throws IOException, InterruptedException {
    for (JsonNode key : requester.get("/keys")) {
      if (matches(key, order) && key.get("state").asText().equals("ACTIVE")) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(JsonNode key, KeyOrder order) {
    return key.get("purpose").asText().equals(order.purpose())
        && key.get("owner").asText().equals(order.owner());
  }

  /** Work without a result. */
  private interface Action {
    void run() throws IOException, InterruptedException;
  }

  private static boolean run(Action action) throws IOException, InterruptedException {
    action.run();
    return true;
  }
}
