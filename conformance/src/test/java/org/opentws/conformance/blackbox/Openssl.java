package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentws.conformance.Evidence;

/** The independent judge: the openssl command. */
final class Openssl {
  private static final int PATIENCE_SECONDS = 60;

  private Openssl() {}

  /** What it printed on both streams, and how it ended. */
  record Verdict(int exit, String text) {
    Verdict expectOk() {
      assertEquals(0, exit, text);
      return this;
    }
  }

  static Verdict run(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException("openssl hangs: " + command);
      }
      Evidence.note(String.join(" ", command) + ": exit " + process.exitValue());
      text.lines().limit(3).map(line -> "  " + line).forEach(Evidence::note);
      return new Verdict(process.exitValue(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** CMS, detached, DER: over a document, by the key of a certificate; both as PEM files. */
  static byte[] signature(Path folder, byte[] document, String certificate, String key) {
    try {
      Path file = Files.createTempFile(folder, "document", "");
      Path signature = folder.resolve(file.getFileName() + ".p7s");
      Files.write(file, document);
      run(
              folder,
              "cms",
              "-sign",
              "-binary",
              "-in",
              file.toString(),
              "-signer",
              certificate,
              "-inkey",
              key,
              "-outform",
              "DER",
              "-out",
              signature.toString())
          .expectOk();
      return Files.readAllBytes(signature);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
