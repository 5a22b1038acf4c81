package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** The ceremony of an offline root, held anew with another token on a machine without network. */
@Tag("blackbox")
class OfflineRootTest {
  private static final String WITNESS = "system-auditor-1";

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final Path own =
      node.run().resolve("ceremony").resolve("offline-" + UUID.randomUUID().toString());

  @AfterEach
  void putAway() {
    node.asRoot("rm", "-rf", own.toString());
  }

  @Test
  @Requirement({"KM1.6", "KM1.6-s2", "KM2.4b", "KM2.4-s2", "CG4.1b"})
  void rootIsMadeWithoutNetworkAndItsReportSaysAll() throws Exception {
    held(system.path("officers")).expectOk();

    JsonNode report = json("report.json");
    assertEquals(0, report.at("/plan/networkInterfacesUp").size(), report.toString());
    byte[] der = Files.readAllBytes(own.resolve("root.cer"));
    X509Certificate root = RunningSystem.certificate(der);
    root.verify(root.getPublicKey());
    assertArrayEquals(
        root.getSubjectX500Principal().getEncoded(), root.getIssuerX500Principal().getEncoded());
    ((X509CRL)
            CertificateFactory.getInstance("X.509")
                .generateCRL(new ByteArrayInputStream(Files.readAllBytes(own.resolve("root.crl")))))
        .verify(root.getPublicKey());

    JsonNode last = report.get("steps").get(report.get("steps").size() - 1);
    assertEquals("power-down", last.get("action").asText());
    assertTrue(last.at("/facts/tokensWereOpen/root").asText().matches("PT[0-9]+S"), "" + last);

    JsonNode key = report.get("keys").get(0);
    assertEquals("root EC:secp384r1 384", fields(key, "id", "algorithm", "bits"));
    assertEquals(
        sha256(root.getPublicKey().getEncoded()), key.get("publicKeySha256").asText(), "key");
    JsonNode device = report.get("devices").get(0);
    assertFalse(fields(device, "manufacturer", "model", "serialNumber").isBlank());
    String paper = paper();
    for (String said : List.of(sha256(der), key.get("publicKeySha256").asText(), "witness")) {
      assertTrue(paper.contains(said), said + " in " + paper);
    }
    for (JsonNode each : report.at("/plan/participants")) {
      assertTrue(paper.contains(each.get("name").asText()), paper);
    }
    assertEquals(report.at("/plan/participants").size(), signers());
  }

  @Test
  @Requirement(value = "CG4.1b", kind = Kind.NEGATIVE)
  void reportWithoutTheWitnessIsNotClosedUntilTheWitnessSigns() throws Exception {
    Path officers = own.resolve("officers");
    node.asRoot("mkdir", own.toString());
    node.asRoot("cp", "-a", system.path("officers").toString(), officers.toString());
    node.asRoot("chown", "--reference=" + own.getParent(), own.toString());
    node.asRoot("mv", officers.resolve(WITNESS + ".password").toString(), own + "/away");
    Node.Said said = held(officers);
    assertNotEquals(0, said.exit(), said.text());
    assertTrue(said.text().contains("System Auditor 1"), said.text());
    for (String ending : List.of("json", "p7s", "pdf")) {
      assertFalse(Files.exists(own.resolve("report." + ending)), ending);
    }
    byte[] certificate = Files.readAllBytes(own.resolve("root.cer"));

    node.asRoot("mv", own + "/away", officers.resolve(WITNESS + ".password").toString());
    held(officers).expectOk();
    assertEquals(3, signers());
    assertArrayEquals(certificate, Files.readAllBytes(own.resolve("root.cer")), "made once");
  }

  @Test
  @Requirement(value = "KM2.4b", kind = Kind.NEGATIVE)
  void selfSignedCertificateOfAnotherIssuerIsRefusedBeforeAnythingIsMade(@TempDir Path scratch)
      throws Exception {
    String subject = "      subject: ${organisation},CN=OpenTWS Root CA\n";
    Node.Said said = heldAfter(scratch, subject, subject + "      issuer: C=BE,CN=Somebody Else\n");
    assertTrue(said.text().contains("issuer of a self-signed certificate"), said.text());
    assertFalse(Files.exists(own.resolve("shares")), "nothing was made");
  }

  @Test
  @Requirement(value = "KM1.6-s2", kind = Kind.NEGATIVE)
  void rootThatIsOpenForTooLongIsClosedAndSignsNothing(@TempDir Path scratch) throws Exception {
    String needed = "      needed: 2\n";
    Node.Said said = heldAfter(scratch, needed, needed + "      open-minutes: 0\n");
    assertTrue(said.text().contains("more than 0 minutes and is closed now"), said.text());
    assertFalse(Files.exists(own.resolve("root.cer")), "the root signed");
  }

  /** The shipped script with another text at one place. */
  private Node.Said heldAfter(Path scratch, String text, String other) throws IOException {
    String shipped = Files.readString(Path.of("../tools/src/main/ceremonies/root.yaml"));
    assertTrue(shipped.contains(text), text);
    Path script = scratch.resolve("root.yaml");
    Files.writeString(script, shipped.replace(text, other));
    Node.Said said = held(script.toString(), system.path("officers"));
    assertNotEquals(0, said.exit(), said.text());
    return said;
  }

  private Node.Said held(Path officers) {
    return held("root.yaml", officers);
  }

  private Node.Said held(String script, Path officers) {
    return node.withoutNetwork(
        "ceremony",
        script,
        "offline=" + own.resolve("tokens"),
        "officers=" + officers,
        "shares=" + own.resolve("shares"),
        "result=" + own.resolve("root"),
        "report=" + own.resolve("report"),
        "confirm=demo");
  }

  /** How many have signed the report; each signature is verified. */
  private int signers() throws Exception {
    CMSSignedData signed =
        new CMSSignedData(
            new CMSProcessableByteArray(Files.readAllBytes(own.resolve("report.json"))),
            Files.readAllBytes(own.resolve("report.p7s")));
    for (SignerInformation signer : signed.getSignerInfos()) {
      X509CertificateHolder certificate =
          (X509CertificateHolder)
              signed.getCertificates().getMatches(signer.getSID()).iterator().next();
      assertTrue(signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate)));
    }
    return signed.getSignerInfos().size();
  }

  private String paper() throws IOException {
    try (PDDocument document = Loader.loadPDF(own.resolve("report.pdf").toFile())) {
      return new PDFTextStripper().getText(document);
    }
  }

  private JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(own.resolve(file).toFile());
  }

  private static String fields(JsonNode node, String... names) {
    List<String> values = new ArrayList<>();
    for (String name : names) {
      values.add(node.get(name).asText());
    }
    return String.join(" ", values);
  }

  private static String sha256(byte[] octets) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
  }
}
