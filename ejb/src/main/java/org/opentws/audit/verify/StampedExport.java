package org.opentws.audit.verify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.value.Der;

/** Time-stamped checkpoints of an export: each must be one of the log, and its time-stamp hold. */
final class StampedExport {
  private record Stamped(Checkpoint checkpoint, String note, Der token) {}

  private final Findings findings;
  private final TreeCheck tree;
  private final List<Stamped> all = new ArrayList<>();

  /** Before any leaf is appended. */
  StampedExport(Path export, Findings findings, TreeCheck tree) {
    this.findings = findings;
    this.tree = tree;
    Path folder = export.resolve(ExportWriter.STAMPED);
    if (Files.isDirectory(folder)) {
      read(folder);
    }
    all.forEach(one -> tree.remember(one.checkpoint().size()));
  }

  private void read(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path token :
          files.filter(file -> file.toString().endsWith(ExportWriter.TOKEN)).sorted().toList()) {
        String name = String.valueOf(token.getFileName()).replace(ExportWriter.TOKEN, "");
        String note = Files.readString(token.resolveSibling(name), StandardCharsets.UTF_8);
        all.add(
            new Stamped(
                Checkpoint.parse(SignedNote.parse(note).text()),
                note,
                Der.of(Files.readAllBytes(token))));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("read the time-stamps of the export", e);
    } catch (BrokenLog e) {
      findings.add("a time-stamped checkpoint of the export: " + e.getMessage());
    }
  }

  /** When all leaves are there. */
  void check(List<X509Certificate> authorities, List<String> remarks) {
    StampCheck stamps = new StampCheck(findings, authorities);
    for (Stamped one : all) {
      tree.compare(
          new TreeCheck.Remembered(
              one.checkpoint().size(),
              one.checkpoint().root(),
              "the time-stamped checkpoint of size " + one.checkpoint().size()),
          0);
      stamps.check(one.checkpoint().size(), one.note(), one.token());
    }
    stamps.finish(remarks);
  }
}
