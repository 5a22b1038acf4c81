package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.hsm.SigningUse;
import org.opentws.value.Sha256;

/** The steps that write what the server imports at a start. Formats: docs/ceremony.md. */
final class InstallationActions {
  private InstallationActions() {}

  /** What a recovery without lost accounts says of them. */
  private static final String NOBODY = "nobody";

  /**
   * token, signer, file, keys[{label, purpose, owner}], recovery-token, recovery: label of the key
   * in that token which signs recovery documents from then on.
   */
  static Map<String, Object> writeInstallation(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException, CMSException, OperatorCreationException {
    Map<String, Object> document = document(ceremony, "opentws-installation-1");
    document.put("keys", keys(ceremony, with.text("token"), with.entries("keys")));
    document.put(
        "recoveryCertificate",
        base64(ceremony.certificate(with.text("recovery-token"), with.text("recovery"))));
    return write(ceremony, with, document);
  }

  /**
   * token, signer, file, installation: the installation document of the system that gets new
   * Security Officers; lost: accounts that open nothing any more, with commas, or "nobody".
   */
  static Map<String, Object> writeRecovery(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException, CMSException, OperatorCreationException {
    Map<String, Object> document = document(ceremony, "opentws-recovery-1");
    document.put("installation", Sha256.hex(with.path("installation")));
    document.put("disabled", lost(with));
    return write(ceremony, with, document);
  }

  private static List<String> lost(StepParameters with) {
    String lost = with.text("lost");
    return lost.equals(NOBODY) ? List.of() : List.of(lost.split(","));
  }

  private static Map<String, Object> document(Ceremony ceremony, String format)
      throws GeneralSecurityException {
    if (ceremony.officers().isEmpty()) {
      throw new CeremonyFailure("no earlier step named the officers");
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("format", format);
    document.put("createdAt", Ceremony.now().toString());
    document.put("demo", ceremony.demo());
    document.put("persons", persons(ceremony));
    return document;
  }

  private static Map<String, Object> write(
      Ceremony ceremony, StepParameters with, Map<String, Object> document)
      throws IOException, GeneralSecurityException, CMSException, OperatorCreationException {
    String token = with.text("token");
    byte[] octets = JsonText.encode(document);
    X509Certificate signer = ceremony.certificate(token, with.text("signer"));
    byte[] signature =
        DetachedSignature.sign(
            octets,
            List.of(
                new DetachedSignature.Signer(
                    ceremony.signer(token, with.text("signer"), SigningUse.DATA), signer)));
    // The document first: without its signature nobody imports it.
    SecretFiles.writeSecret(with.path("file"), octets);
    SecretFiles.writePublic(signatureOf(with.path("file")), signature);
    return Map.of("sha256", Sha256.hex(octets), "persons", ceremony.officers().size());
  }

  private static Path signatureOf(Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.json$", "") + ".p7s";
    return file.resolveSibling(name);
  }

  private static List<Map<String, Object>> persons(Ceremony ceremony)
      throws GeneralSecurityException {
    List<Map<String, Object>> persons = new ArrayList<>();
    for (Ceremony.Officer officer : ceremony.officers()) {
      Map<String, Object> person = new LinkedHashMap<>();
      person.put("person", officer.person());
      person.put("account", officer.account());
      person.put("roles", List.of(officer.role()));
      person.put("controlCertificate", base64(officer.certificate()));
      person.put("passwordHash", officer.passwordHash());
      persons.add(person);
    }
    return persons;
  }

  private static List<Map<String, Object>> keys(
      Ceremony ceremony, String token, List<StepParameters> entries)
      throws GeneralSecurityException {
    List<Map<String, Object>> keys = new ArrayList<>();
    for (StepParameters entry : entries) {
      String label = entry.text("label");
      Map<String, Object> key = new LinkedHashMap<>();
      key.put("keyId", label);
      key.put("label", label);
      key.put("purpose", entry.text("purpose"));
      key.put("owner", entry.text("owner"));
      key.put("token", token);
      key.put("algorithm", ceremony.token(token).keyFacts(label).keyType());
      key.put("certificate", base64(ceremony.certificate(token, label)));
      keys.add(key);
    }
    return keys;
  }

  private static String base64(X509Certificate certificate) throws GeneralSecurityException {
    return Base64.getEncoder().encodeToString(certificate.getEncoded());
  }
}
