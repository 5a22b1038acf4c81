package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;

/** One more CA, as an operator makes one: key, ceremony of the offline root, import. */
final class NewCa {
  private final Journey journey;
  private final Node node;
  private final RunningSystem system;

  NewCa(RunningSystem system, Journey journey) {
    this.system = system;
    this.journey = journey;
    this.node = new Node(system);
  }

  /**
   * Makes it.
   *
   * @param ca its id
   * @param ceremony what the root's operators carry out, for example sign-ca.yaml
   */
  X509Certificate make(String ca, String subject, String ceremony) throws IOException {
    return make(ca, subject, ceremony, "no");
  }

  /** The same; its key may be backed up, and so lie in a replica, or not. */
  X509Certificate make(String ca, String subject, String ceremony, String backup)
      throws IOException {
    Map<String, String> order =
        Map.of(
            "purpose",
            "CERTIFICATE_SIGNING",
            "owner",
            ca,
            "token",
            Activation.DEVICE,
            "algorithm",
            "EC:secp256r1",
            "subject",
            subject,
            "backup",
            backup);
    String pkcs10 = journey.operation("GENERATE_KEY", order).get("pkcs10").asText();
    Path request = Files.createTempFile("new-ca", ".p10");
    Files.write(request, Base64.getDecoder().decode(pkcs10));
    Files.setPosixFilePermissions(request, PosixFilePermissions.fromString("rw-r--r--"));
    Path result = node.run().resolve("ceremony").resolve(ca);
    try {
      node.launcher(
              "ceremony",
              ceremony,
              "request=" + request,
              "base-url=" + system.value("publicHttp"),
              "report=" + result + "-report",
              "result=" + result,
              "confirm=demo")
          .expectOk();
    } finally {
      Files.delete(request);
    }
    byte[] certificate = Files.readAllBytes(Path.of(result + ".cer"));
    journey.operation(
        "IMPORT_CA_CERTIFICATE",
        Map.of(
            "owner", ca,
            "issuer", "root",
            "certificate", base64(certificate),
            "issuerCertificate", base64(file("root.cer")),
            "issuerCrl", base64(file("root.crl"))));
    return RunningSystem.certificate(certificate);
  }

  private byte[] file(String name) throws IOException {
    return Files.readAllBytes(node.run().resolve("ceremony").resolve(name));
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }
}
