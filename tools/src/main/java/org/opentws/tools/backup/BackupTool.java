package org.opentws.tools.backup;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.opentws.backup.BackupArchive;
import org.opentws.backup.BackupCipher;
import org.opentws.backup.BackupFault;
import org.opentws.backup.BackupManifest;
import org.opentws.tools.CommandLine;
import org.opentws.tools.database.Credentials;
import org.opentws.tools.rest.CallFailure;
import org.opentws.tools.rest.Connection;
import org.opentws.value.Sha256;

/**
 * {@code ./tws backup create} asks the running server for a backup; {@code verify} reads one with
 * Java and these program files alone.
 */
public final class BackupTool {
  static final int INTACT = 0;
  static final int BROKEN = 1;
  static final int USAGE = 2;

  private static final String HELP =
      """
      create FILE     asks the server for a backup and takes its file to a new place; prints id, size and SHA-256
      verify FILE     verifies signature and digests; exit code 0: as it was made, 1: something is wrong,
                      2: could not be verified
      statement FILE  prints what two operators sign where no system can give them an order
      restore FILE    puts it in the place of what the database holds, if two persons agreed

      --trust FILE           certificate (PEM) of the management CA, which is believed
      --server URL           the officers' listener, for create
      --key FILE             control key and certificate (PKCS#12) of who asks, for create
      --password-file FILE   its password, the first line; also the account's

      --first FILE           for restore, without an order: signature of one operator over the statement (CMS, DER)
      --second FILE          and of another one
      --url URL              JDBC address of the database
      --user NAME            its owner
      --owner-file FILE      the owner's password
      --configuration FILE   of the server, which names the devices
      --secrets FOLDER       of the launcher, with the PINs
      --replaced FOLDER      where what is replaced is kept
      """;

  private final CommandLine given;
  private final PrintStream out;

  private BackupTool(CommandLine given, PrintStream out) {
    this.given = given;
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
      return new BackupTool(given.get(), out).run();
    } catch (BackupFault e) {
      out.println("BROKEN: " + e.getMessage());
      return BROKEN;
    } catch (CallFailure e) {
      out.println(e.getMessage());
      return BROKEN;
    } catch (IOException | GeneralSecurityException e) {
      out.println("It could not be done: " + e);
      return USAGE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.println("It was interrupted.");
      return USAGE;
    }
  }

  private int run()
      throws IOException, BackupFault, GeneralSecurityException, InterruptedException {
    List<String> words = given.words();
    String command = words.isEmpty() ? "" : words.get(0);
    if (words.size() != 2
        || !List.of("create", "verify", "statement", "restore").contains(command)) {
      out.print(HELP);
      return USAGE;
    }
    Path file = Path.of(words.get(1));
    return switch (command) {
      case "create" -> create(file);
      case "verify" -> verify(file);
      case "statement" -> {
        out.print(RestoreGuard.statement(Sha256.hex(file)));
        yield INTACT;
      }
      default -> restore(file);
    };
  }

  private int restore(Path file) throws IOException, BackupFault, GeneralSecurityException {
    Instant now = Instant.now();
    X509Certificate authority = PemCertificate.read(option("trust"));
    try (BackupArchive archive = BackupArchive.open(file)) {
      for (String wrong : archive.verify(authority)) {
        throw new BackupFault(wrong + "; nothing was changed");
      }
      RestoreGuard guard = new RestoreGuard(authority, Sha256.hex(file), now);
      boolean signed = given.options().containsKey("first");
      // Before the device is asked for anything.
      Optional<RestoreGuard.Persons> ordered =
          signed ? Optional.empty() : Optional.of(guard.byOrder(file));
      BackupCipher cipher =
          BackupKey.open(archive.manifest(), option("configuration"), option("secrets"));
      RestoreGuard.Persons persons =
          ordered.isPresent()
              ? ordered.get()
              : guard.bySignatures(
                  List.of(option("first"), option("second")), new Operators(archive, cipher));
      Credentials owner =
          new Credentials(
              given.options().getOrDefault("url", ""),
              given.options().getOrDefault("user", ""),
              option("owner-file"));
      try (java.sql.Connection database = owner.connect()) {
        DatabaseRestore.demandFit(database, archive.manifest());
        new DatabaseRestore(database, archive, cipher)
            .run(
                new DatabaseRestore.Occasion(
                    persons, Sha256.hex(file), String.valueOf(option("replaced")), now));
      }
      out.println(
          "Restored: backup %s of %s, as %s and %s agreed"
              .formatted(
                  archive.manifest().id(),
                  archive.manifest().takenAt(),
                  persons.requester(),
                  persons.approver()));
      return INTACT;
    } catch (SQLException e) {
      throw new BackupFault("the database refused, and is as it was: " + e.getMessage(), e);
    }
  }

  private Path option(String name) throws BackupFault {
    String value = given.options().get(name);
    if (value == null) {
      throw new BackupFault("say --" + name);
    }
    return Path.of(value);
  }

  private int create(Path file)
      throws IOException, BackupFault, GeneralSecurityException, InterruptedException {
    if (Files.exists(file)) {
      throw new BackupFault(file + " exists already: name a new file");
    }
    String password =
        Files.readString(option("password-file"), StandardCharsets.UTF_8)
            .lines()
            .findFirst()
            .orElse("");
    Connection operator =
        Connection.officer(
            new Connection.Server(
                given.options().getOrDefault("server", "https://localhost:9443"), option("trust")),
            option("key"),
            password);
    JsonNode made = operator.makeBackup();
    out.println("backup " + made.path("id").asText());
    out.println("size " + made.path("size").asLong() + " octets");
    out.println("SHA-256 " + made.path("sha256").asText());
    out.println("on the server " + made.path("file").asText());
    operator.download("/backups/" + made.path("id").asText(), file);
    if (!Sha256.hex(file).equals(made.path("sha256").asText())) {
      throw new BackupFault(file + " did not arrive as it was sent");
    }
    out.println("here " + file);
    return INTACT;
  }

  private int verify(Path file) throws IOException, BackupFault, CertificateException {
    X509Certificate authority = PemCertificate.read(option("trust"));
    try (BackupArchive archive = BackupArchive.open(file)) {
      List<String> wrong = archive.verify(authority);
      BackupManifest manifest = archive.manifest();
      if (wrong.isEmpty()) {
        out.println("SHA-256 " + Sha256.hex(file));
        out.println(
            "OK: backup %s of %s, asked for by %s, %d tables, is as it was made"
                .formatted(
                    manifest.id(),
                    manifest.takenAt(),
                    manifest.account(),
                    manifest.tables().size()));
        return INTACT;
      }
      wrong.forEach(one -> out.println("BROKEN: " + one));
      return BROKEN;
    }
  }
}
