package org.opentws.conformance.blackbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentws.conformance.Evidence;

/**
 * A token of the demo as its administrator sees it with public tools alone: SoftHSM's own command
 * for the slot, and the JDK's keytool with its PKCS#11 provider for what is in it.
 */
final class TokenLook {
  private static final int PATIENCE_SECONDS = 60;
  private static final Pattern SLOT = Pattern.compile("(?m)^Slot (\\d+)");
  private static final Pattern ENTRY =
      Pattern.compile(
          "^(\\S+)\\s.*Entry type: PrivateKeyEntry\\s.*?"
              + "(-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----).*",
          Pattern.DOTALL);

  private static final Pattern SECRET =
      Pattern.compile("Alias name: (\\S+)\\s+(?:Creation date: .*\\s+)?Entry type: SecretKeyEntry");

  private final JsonNode token;
  private final String label;
  private final Path settings;

  /**
   * @param folder for the provider's settings
   */
  TokenLook(RunningSystem system, String label, Path folder) {
    this(system, label, label, folder);
  }

  /**
   * @param label of a token that has the library and the PIN of another one
   */
  TokenLook(RunningSystem system, String label, String like, Path folder) {
    this.token = system.node("tokens").get(like);
    this.label = label;
    this.settings = folder.resolve(label + ".cfg");
    try {
      Files.writeString(
          settings,
          "name = %s%nlibrary = %s%nslot = %s%n"
              .formatted(label, token.get("library").asText(), slot()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a program ended and what it said. */
  record Said(int exit, String text) {}

  /** The slot's number, by the token's label. */
  private String slot() {
    String all = run(List.of("softhsm2-util", "--show-slots")).text();
    Matcher slots = SLOT.matcher(all);
    while (slots.find()) {
      int end = all.indexOf("\nSlot ", slots.end());
      String about = all.substring(slots.start(), end < 0 ? all.length() : end);
      if (about.matches("(?s).*Label:\\s+" + Pattern.quote(label) + "\\s.*")) {
        return slots.group(1);
      }
    }
    throw new AssertionError("no token " + label + ": " + all);
  }

  /** Private keys that lie in the token with their certificate, by label. */
  Map<String, X509Certificate> privateKeys() {
    Said said = keytool("-list", "-rfc");
    Map<String, X509Certificate> keys = new LinkedHashMap<>();
    for (String each : said.text().split("Alias name: ")) {
      Matcher entry = ENTRY.matcher(each);
      if (entry.matches()) {
        keys.put(entry.group(1), certificate(entry.group(2)));
      }
    }
    return keys;
  }

  /** Labels of the secret keys in the token. */
  List<String> secretKeys() {
    return SECRET.matcher(keytool("-list", "-rfc").text()).results().map(r -> r.group(1)).toList();
  }

  /** Destroys a key as whoever has the PIN can. */
  void delete(String alias) {
    Said said = keytool("-delete", "-alias", alias);
    if (said.exit() != 0) {
      throw new AssertionError(said.text());
    }
  }

  private static X509Certificate certificate(String pem) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    } catch (CertificateException e) {
      throw new IllegalStateException(pem, e);
    }
  }

  /** Asks for the private key of that label to be copied into a file. */
  Said copyOut(String alias, Path file) {
    return keytool(
        "-importkeystore",
        "-noprompt",
        "-srckeystore",
        "NONE",
        "-srcstoretype",
        "PKCS11",
        "-srcstorepass:file",
        token.get("pinFile").asText(),
        "-srcalias",
        alias,
        "-destkeystore",
        file.toString(),
        "-deststoretype",
        "PKCS12",
        "-deststorepass",
        "of-no-matter",
        "-destkeypass",
        "of-no-matter");
  }

  private Said keytool(String command, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                command,
                "-addprovider",
                "SunPKCS11",
                "-providerArg",
                settings.toString()));
    if (!command.equals("-importkeystore")) {
      words.addAll(
          List.of(
              "-keystore",
              "NONE",
              "-storetype",
              "PKCS11",
              "-storepass:file",
              token.get("pinFile").asText()));
    }
    words.addAll(List.of(more));
    return run(words);
  }

  private Said run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("SOFTHSM2_CONF", token.get("configuration").asText());
      Process process = builder.start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(command + " hangs");
      }
      Evidence.note(command.get(0) + " on token " + label + ": exit " + process.exitValue());
      return new Said(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
