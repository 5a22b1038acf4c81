package org.opentws.tools.ceremony;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a ceremony that can be taken up again has done so far. It stands as REPORT.progress.json, on
 * the disk before the next thing is done, until the report itself is there. Other ceremonies are
 * held in one run: theirs is in memory alone.
 */
final class CeremonyProgress {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Optional<Path> file;
  private final String scriptSha256;
  private final List<Object> earlierRuns;
  private final Map<String, Map<String, Object>> notes;
  private final Map<String, Object> run = new LinkedHashMap<>();
  private final Map<String, Object> stepsEnded = new LinkedHashMap<>();

  /** The file's content. */
  record Content(String scriptSha256, List<Object> runs, Map<String, Map<String, Object>> notes) {}

  private CeremonyProgress(Optional<Path> file, Content content) {
    this.file = file;
    this.scriptSha256 = content.scriptSha256();
    this.earlierRuns = List.copyOf(content.runs());
    this.notes = new LinkedHashMap<>(content.notes());
  }

  /** Of a ceremony that is held in one run. */
  static CeremonyProgress inOneRun() {
    return new CeremonyProgress(Optional.empty(), new Content("", List.of(), Map.of()));
  }

  /**
   * Of a ceremony that can be taken up again: what earlier runs have left.
   *
   * @throws CeremonyFailure it was begun with another script, or the file cannot be read
   */
  static CeremonyProgress beside(Path report, String scriptSha256) {
    Path file = Path.of(report + ".progress.json");
    if (!Files.exists(file)) {
      return new CeremonyProgress(
          Optional.of(file), new Content(scriptSha256, List.of(), Map.of()));
    }
    try {
      Content content = MAPPER.readValue(file.toFile(), new TypeReference<Content>() {});
      if (!content.scriptSha256().equals(scriptSha256)) {
        throw new CeremonyFailure("this ceremony was begun with another script: see " + file);
      }
      return new CeremonyProgress(Optional.of(file), content);
    } catch (IOException e) {
      throw new CeremonyFailure(file + " cannot be read", e);
    }
  }

  /** Before the first step of this run. */
  void beginRun(Map<String, Object> plan, Map<String, String> planSignatures) {
    run.put("plan", plan);
    run.put("planSignatures", planSignatures);
    run.put("stepsEnded", stepsEnded);
    write();
  }

  void stepEnded(String id) {
    stepsEnded.put(id, Ceremony.now().toString());
    write();
  }

  /** What was noted under that name, in this run or an earlier one. */
  Optional<Map<String, Object>> noted(String name) {
    return Optional.ofNullable(notes.get(name));
  }

  /** Notes it in the place of what stood there; on the disk when this returns. */
  void note(String name, Map<String, Object> facts) {
    notes.put(name, facts);
    write();
  }

  /** Runs that broke off: what was agreed to, and when which step ended. */
  List<Object> earlierRuns() {
    return earlierRuns;
  }

  /** The report is there. */
  void end() {
    try {
      if (file.isPresent()) {
        Files.deleteIfExists(file.get());
      }
    } catch (IOException e) {
      throw new CeremonyFailure("cannot remove " + file.get(), e);
    }
  }

  private void write() {
    if (file.isEmpty()) {
      return;
    }
    List<Object> runs = new ArrayList<>(earlierRuns);
    runs.add(run);
    SecretFiles.writePublic(file.get(), JsonText.encode(new Content(scriptSha256, runs, notes)));
    try (FileChannel written = FileChannel.open(file.get(), StandardOpenOption.WRITE)) {
      written.force(true);
    } catch (IOException e) {
      throw new CeremonyFailure("cannot write " + file.get(), e);
    }
  }
}
