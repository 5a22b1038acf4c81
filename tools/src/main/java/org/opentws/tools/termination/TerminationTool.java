package org.opentws.tools.termination;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.opentws.termination.PackageManifest;
import org.opentws.tools.CommandLine;
import org.opentws.tools.archive.PackageFault;
import org.opentws.tools.archive.PackageReader;
import org.opentws.tools.archive.PackageSignatures;
import org.opentws.value.Sha256;

/**
 * {@code ./tws termination verify} and {@code view}: reads a termination package with Java and
 * these program files alone; no database, no server, no network, no configuration.
 */
public final class TerminationTool {
  static final int INTACT = 0;
  static final int BROKEN = 1;
  static final int USAGE = 2;

  private static final String HELP =
      """
      verify PACKAGE.zip         verifies signature, digests, audit log, revocation lists and, with the recipient's
                                 key, every certificate; exit code 0: as it was made, 1: something is wrong,
                                 2: could not be verified
      view PACKAGE.zip           says what is in it
      search PACKAGE.zip TEXT    prints what names a serial number or, with the key, a person

      --trust FILE               certificate (PEM) of the provider's management CA; without it the one in the package
                                 is taken: compare its SHA-256 with what the provider published
      --key FILE                 the recipient's key and certificate (PKCS#12)
      --password-file FILE       its password, the first line
      """;

  private final Map<String, String> options;
  private final List<String> words;
  private final PrintStream out;

  private TerminationTool(CommandLine given, PrintStream out) {
    this.options = given.options();
    this.words = given.words();
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(run(args, System.out));
  }

  /** The exit code; everything is said on {@code out}. */
  static int run(String[] args, PrintStream out) {
    Optional<CommandLine> given = CommandLine.read(args, HELP, out);
    if (given.isEmpty()) {
      return USAGE;
    }
    try {
      return new TerminationTool(given.get(), out).run();
    } catch (PackageFault e) {
      out.println("BROKEN: " + e.getMessage());
      return BROKEN;
    } catch (IOException | CertificateException e) {
      out.println("The package could not be read: " + e);
      return USAGE;
    }
  }

  private int run() throws IOException, PackageFault, CertificateException {
    String command = words.isEmpty() ? "" : words.get(0);
    int needed = command.equals("search") ? 3 : 2;
    if (!List.of("verify", "view", "search").contains(command) || words.size() != needed) {
      out.print(HELP);
      return USAGE;
    }
    Optional<PackageReader.Opener> key = key();
    try (PackageReader archive =
        PackageReader.open(Path.of(words.get(1)), PackageManifest.FORMAT)) {
      return switch (command) {
        case "verify" -> verify(archive, key);
        case "view" -> view(archive);
        default -> search(archive, key, words.get(2).toLowerCase(Locale.ROOT));
      };
    }
  }

  private Optional<PackageReader.Opener> key() throws IOException, PackageFault {
    if (!options.containsKey("key")) {
      return Optional.empty();
    }
    return Optional.of(
        RecipientKey.load(
                Path.of(options.getOrDefault("key", "")),
                Path.of(options.getOrDefault("password-file", "")))
            ::decrypted);
  }

  private int verify(PackageReader archive, Optional<PackageReader.Opener> key)
      throws IOException, PackageFault, CertificateException {
    X509Certificate authority = authority(archive);
    PackageCheck check = new PackageCheck(archive, authority, key);
    List<String> wrong = check.run();
    check.right().forEach(one -> out.println("Found: " + one));
    if (wrong.isEmpty()) {
      out.println("OK: the package is as it was made at " + text(archive.manifest(), "to"));
      return INTACT;
    }
    wrong.forEach(one -> out.println("BROKEN: " + one));
    return BROKEN;
  }

  private X509Certificate authority(PackageReader archive)
      throws IOException, PackageFault, CertificateException {
    if (options.containsKey("trust")) {
      String pem = Files.readString(Path.of(options.getOrDefault("trust", "")));
      return PackageSignatures.read(
          Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", "")));
    }
    byte[] der = archive.octets("management-ca.cer");
    out.println(
        "Note: compare with what the provider published: management CA, SHA-256 "
            + Sha256.hex(der));
    return PackageSignatures.read(der);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asText();
  }

  private int view(PackageReader archive) {
    JsonNode manifest = archive.manifest();
    for (String field :
        List.of("format", "from", "to", "operation", "requester", "approvers", "recipient")) {
      JsonNode value = manifest.path(field);
      out.println(field + ": " + (value.isTextual() ? value.asText() : value));
    }
    for (JsonNode file : manifest.path("files")) {
      out.println(
          "%s: %d record(s), %d octets"
              .formatted(
                  text(file, "name"), file.path("records").asLong(), file.path("octets").asLong()));
    }
    out.println("Nothing was verified: say verify instead of view.");
    return INTACT;
  }

  /** The name in a certificate is read from the certificate itself. */
  private int search(PackageReader archive, Optional<PackageReader.Opener> key, String wanted)
      throws PackageFault {
    long[] found = {0};
    for (String list : List.of("status", "status-changes", "applications")) {
      archive.lines(list, key, line -> found[0] += print(list, line, line.toString(), wanted));
    }
    archive.lines(
        "certificates", key, line -> found[0] += print("certificates", line, named(line), wanted));
    out.println(found[0] + " found" + (key.isEmpty() ? ", what is encrypted apart" : ""));
    return INTACT;
  }

  private static String named(JsonNode line) throws PackageFault {
    try {
      byte[] der = Base64.getDecoder().decode(text(line, "certificate"));
      return PackageSignatures.read(der).getSubjectX500Principal() + " " + text(line, "serial");
    } catch (CertificateException | IllegalArgumentException e) {
      throw new PackageFault("certificates has one that cannot be read", e);
    }
  }

  private int print(String list, JsonNode line, String searched, String wanted) {
    if (!searched.toLowerCase(Locale.ROOT).contains(wanted)) {
      return 0;
    }
    out.println(list + ": " + line);
    return 1;
  }
}
