package org.opentws.tools.ceremony;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.value.Sha256;

/**
 * The end of a ceremony: the two persons and the witness sign the report (CG4.1b). Until all three
 * have, it stands as REPORT.open.json, and the same command asks for their signatures again; the
 * steps are not repeated. Whose control key is in a device brings the signature in a file.
 */
final class CeremonyClosing {
  private final CeremonyScript script;
  private final Confirmation confirmation;
  private final PrintStream out;

  CeremonyClosing(CeremonyScript script, Confirmation confirmation, PrintStream out) {
    this.script = script;
    this.confirmation = confirmation;
    this.out = out;
  }

  void demandNotHeld() {
    if (Files.exists(file(".json"))) {
      throw new CeremonyFailure(
          "this ceremony has been held: " + file(".json") + " exists. Name another report=...");
    }
  }

  /** Whether all steps were done by an earlier run, and signatures are missing. */
  boolean waits() {
    return Files.exists(file(".open.json"));
  }

  void open(byte[] report) {
    SecretFiles.writePublic(file(".open.json"), report);
  }

  void close()
      throws IOException, CMSException, OperatorCreationException, GeneralSecurityException {
    byte[] octets = Files.readAllBytes(file(".open.json"));
    JsonNode report = new ObjectMapper().readTree(octets);
    if (!report.at("/plan/scriptSha256").asText().equals(script.sha256())) {
      throw new CeremonyFailure("the open report is that of another script: " + file(".open.json"));
    }
    String digest = Sha256.hex(octets);
    out.printf("  report, SHA-256 %s, to be signed by all who took part%n", digest);
    List<DetachedSignature.Signer> signers = new ArrayList<>();
    List<CMSSignedData> brought = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Participant each : script.participants()) {
      Path signature = file("." + each.account() + ".p7s");
      if (OfficerKey.isHere(script.officers(), each)) {
        signers.add(confirmation.key(script.officers(), each).signer());
      } else if (Files.exists(signature)) {
        X509Certificate certificate = OfficerKey.certificate(script.officers(), each);
        brought.add(DetachedSignature.verified(signature, octets, certificate));
        out.printf("  %s signed with the own device%n", each.name());
      } else {
        missing.add(each.name() + ": " + signature);
      }
    }
    if (!missing.isEmpty()) {
      throw new CeremonyFailure(
          "the report waits for signatures over %s, each made with the person's own device (detached CMS, DER, docs/ceremony.md); bring them and run the same command again. Missing: %s"
              .formatted(file(".open.json"), String.join(", ", missing)));
    }
    // The report itself last: without it beside them nothing is taken for a closed ceremony.
    SecretFiles.writePublic(file(".p7s"), DetachedSignature.sign(octets, signers, brought));
    SecretFiles.writePublic(file(".pdf"), new CeremonyPdf(report, digest).octets());
    SecretFiles.writePublic(file(".json"), octets);
    Files.delete(file(".open.json"));
    String names =
        String.join(", ", script.participants().stream().map(Participant::name).toList());
    out.printf("  report %s and .pdf, signed by %s%n", file(".json"), names);
  }

  private Path file(String ending) {
    return Path.of(script.report() + ending);
  }
}
