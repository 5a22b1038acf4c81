package org.opentws.tools.ceremony;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.opentws.tools.ceremony.ToolProcess.ceremony;
import static org.opentws.tools.ceremony.ToolProcess.openssl;
import static org.opentws.tools.ceremony.ToolProcess.refused;
import static org.opentws.tools.ceremony.ToolProcess.succeed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.tools.ceremony.ToolProcess.Outcome;
import org.opentws.value.Sha256;

/** What is made anew from shares: a lost device, lost officers. */
class RecoveryCeremonyTest {
  private static Path run = Path.of("");

  @BeforeAll
  static void install(@TempDir Path directory) throws Exception {
    run = directory;
    succeed(ceremony("install", "run=" + run));
  }

  private static String file(String name) {
    return run.resolve("ceremony").resolve(name).toString();
  }

  private static JsonNode installation() throws IOException {
    return new ObjectMapper().readTree(Path.of(file("installation.json")).toFile());
  }

  private static Outcome recover(Path place, Path formerShares) throws Exception {
    return ceremony(
        "recover-ca",
        "run=" + run,
        "softhsm=" + place.resolve("softhsm"),
        "report=" + place.resolve("report"),
        "former-shares=" + formerShares,
        "shares=" + place.resolve("shares"));
  }

  private static String backupKeyOf(String token, Path report) throws IOException {
    JsonNode steps = new ObjectMapper().readTree(report.toFile()).get("steps");
    for (JsonNode step : steps) {
      if (step.at("/facts/token").asText().equals(token)) {
        return step.at("/facts/backupKey").asText();
      }
    }
    throw new AssertionError(report + " tells of no token " + token);
  }

  @Test
  void newDeviceHasTheBackupKeyOfTheLostOne(@TempDir Path place) throws Exception {
    succeed(recover(place, run.resolve("demo/officers")));
    String former = backupKeyOf("ca", Path.of(file("install-report.json")));
    assertFalse(former.isEmpty());
    assertEquals(former, backupKeyOf("ca", place.resolve("report.json")));
    assertNotEquals(former, backupKeyOf("recovery", Path.of(file("install-report.json"))));
  }

  @Test
  void oneShareOfTheBackupKeyIsNotEnough(@TempDir Path place) throws Exception {
    Path officers = run.resolve("demo/officers");
    Path brought = Files.createDirectory(place.resolve("brought"));
    String own = "security-officer-1.ca.backup-key.share";
    Files.copy(officers.resolve(own), brought.resolve(own));
    // The other officer brings the share of another key.
    Files.copy(
        officers.resolve("security-officer-2.recovery.backup-key.share"),
        brought.resolve("security-officer-2.ca.backup-key.share"));
    refused("the shares give no secret", recover(place, brought));
    assertFalse(Files.exists(place.resolve("report.json")));
  }

  private static Outcome recoverOfficers(Path place, String... more) throws Exception {
    String own = String.valueOf(place.getFileName());
    List<String> parameters =
        new ArrayList<>(
            List.of(
                "run=" + run,
                "first=a-" + own,
                "first-name=Officer 3",
                "second=b-" + own,
                "second-name=Officer 4",
                "lost=security-officer-1",
                "file=" + place.resolve("officers.json"),
                "report=" + place.resolve("report")));
    parameters.addAll(List.of(more));
    return ceremony("recover-officers", parameters.toArray(String[]::new));
  }

  @Test
  void recoveryNamesNewOfficersUnderTheKeyThatTheInstallationNamed(@TempDir Path place)
      throws Exception {
    succeed(recoverOfficers(place));
    JsonNode document = new ObjectMapper().readTree(place.resolve("officers.json").toFile());
    assertEquals("opentws-recovery-1", document.get("format").asText());
    assertEquals(2, document.get("persons").size());
    assertEquals("security-officer-1", document.get("disabled").get(0).asText());
    assertEquals(
        Sha256.hex(Files.readAllBytes(Path.of(file("installation.json")))),
        document.get("installation").asText());
    Path trusted = place.resolve("recovery.cer");
    Files.write(
        trusted, Base64.getDecoder().decode(installation().get("recoveryCertificate").asText()));
    // Exactly this signer, whatever else the signature brings.
    succeed(
        openssl(
            "cms",
            "-verify",
            "-binary",
            "-inform",
            "DER",
            "-in",
            place.resolve("officers.p7s").toString(),
            "-content",
            place.resolve("officers.json").toString(),
            "-certfile",
            pem(trusted),
            "-nointern",
            "-noverify",
            "-out",
            "/dev/null"));
  }

  @Test
  void keyThatFollowsIsInATokenAndUnderSharesOfItsOwn(@TempDir Path place) throws Exception {
    Path certificate = place.resolve("second");
    succeed(
        ceremony(
            "replace-recovery",
            "run=" + run,
            "token=recovery-b",
            "file=" + certificate,
            "report=" + place.resolve("replace-report")));
    Path authority = run.resolve("ceremony/management-ca.pem");
    succeed(openssl("verify", "-CAfile", authority.toString(), certificate + ".pem"));
    succeed(recoverOfficers(place, "token=recovery-b"));
    // The shares of the one key open no token of the other.
    Path officers = run.resolve("demo/officers");
    for (String holder : List.of("security-officer-2", "system-administrator-1")) {
      Path share = officers.resolve(holder + ".recovery-b.pin.share");
      Files.copy(
          officers.resolve(holder + ".recovery.pin.share"),
          share,
          StandardCopyOption.REPLACE_EXISTING);
    }
    Path other = Files.createDirectory(place.resolve("other"));
    refused("recovery-b", recoverOfficers(other, "token=recovery-b"));
    assertFalse(Files.exists(other.resolve("officers.json")));
  }

  private static String pem(Path certificate) throws Exception {
    String pem = certificate + ".pem";
    succeed(openssl("x509", "-inform", "DER", "-in", certificate.toString(), "-out", pem));
    return pem;
  }

  @Test
  void oneHolderRecoversNobody(@TempDir Path place) throws Exception {
    refused("the shares give no secret", recoverOfficers(place, "holder-2=security-officer-2"));
    assertFalse(Files.exists(place.resolve("officers.json")));
  }
}
