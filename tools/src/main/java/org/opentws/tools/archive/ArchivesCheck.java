package org.opentws.tools.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.opentws.archive.ArchiveManifest;
import org.opentws.value.Sha256;

/** Archives together: each by itself, and that nothing is missing between them. */
final class ArchivesCheck {
  private final X509Certificate authority;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> right = new ArrayList<>();

  /** An archive and where it lies. */
  record Opened(Path file, PackageReader archive) {
    long number() {
      return archive.manifest().path("archive").asLong();
    }

    String text(String field) {
      return archive.manifest().path(field).asText();
    }
  }

  /**
   * Checks once.
   *
   * @param authority the management CA that is believed
   */
  ArchivesCheck(X509Certificate authority) {
    this.authority = authority;
  }

  List<String> right() {
    return right;
  }

  /** What is wrong; empty if all of them are as they were made, and follow each other. */
  List<String> run(List<Opened> given) throws IOException, PackageFault {
    List<Opened> archives =
        given.stream().sorted(Comparator.comparingLong(Opened::number)).toList();
    for (Opened one : archives) {
      ArchiveCheck check = new ArchiveCheck(one.archive(), authority);
      List<String> found = check.run();
      found.forEach(what -> wrong.add(one.file().getFileName() + ": " + what));
      if (found.isEmpty()) {
        right.add(check.right());
      }
    }
    if (wrong.isEmpty()) {
      sequence(archives);
      lists(archives);
      auditLog(archives);
    }
    return wrong;
  }

  private void sequence(List<Opened> archives) throws IOException {
    for (int i = 1; i < archives.size(); i++) {
      Opened former = archives.get(i - 1);
      Opened next = archives.get(i);
      if (next.number() != former.number() + 1) {
        wrong.add(
            "archives between %d and %d are missing".formatted(former.number(), next.number()));
      } else if (!next.text("formerSha256").equals(Sha256.hex(former.file()))
          || !next.text("from").equals(former.text("to"))
          || !next.text("auditFrom").equals(former.text("auditTo"))) {
        wrong.add(
            "archive %d does not follow this archive %d".formatted(next.number(), former.number()));
      }
    }
  }

  /**
   * The numbers of a CA's lists, of all scopes together, are without gaps but for those that a
   * restoration left out.
   */
  private void lists(List<Opened> archives) throws PackageFault {
    Set<String> offline = new HashSet<>();
    Map<String, Set<Long>> leftOut = new HashMap<>();
    Map<String, SortedSet<Long>> numbers = new TreeMap<>();
    for (Opened one : archives) {
      one.archive()
          .lines(
              "authorities",
              Optional.empty(),
              line -> {
                if (line.path("state").asText().equals("OFFLINE")) {
                  offline.add(line.path("owner").asText());
                }
              });
      one.archive()
          .lines(
              ArchiveManifest.NUMBERS_LEFT_OUT,
              Optional.empty(),
              line ->
                  leftOut
                      .computeIfAbsent(line.path("ca").asText(), ca -> new HashSet<>())
                      .add(line.path("upTo").asLong()));
      for (JsonNode entry : ArchiveCheck.entries(one.archive())) {
        if (entry.path("kind").asText().equals("CRL")) {
          String[] name = entry.path("name").asText().split("/", -1);
          numbers
              .computeIfAbsent(name[0], ca -> new TreeSet<>())
              .add(Long.parseLong(name[name.length - 1]));
        }
      }
    }
    boolean fromTheFirst = !archives.isEmpty() && archives.get(0).number() == 1;
    numbers.forEach(
        (ca, found) -> {
          long first = fromTheFirst ? 1 : found.first();
          if (offline.contains(ca)) {
            right.add("%d revocation lists of the offline CA %s".formatted(found.size(), ca));
          } else {
            numbers(ca, first, found, leftOut.getOrDefault(ca, Set.of()));
          }
        });
  }

  private void numbers(String ca, long first, SortedSet<Long> found, Set<Long> leftOut) {
    int faults = wrong.size();
    long next = first;
    for (long number : found) {
      if (number > next && leftOut.contains(number - 1)) {
        right.add(
            "revocation lists %d to %d of %s: none, left out by a restoration of the database"
                .formatted(next, number - 1, ca));
      } else if (number > next) {
        wrong.add(
            "revocation lists of %s are missing: number %d to %d".formatted(ca, next, number - 1));
      }
      next = number + 1;
    }
    if (wrong.size() == faults) {
      right.add("revocation lists %d to %d of %s, each signed".formatted(first, found.last(), ca));
    }
  }

  private void auditLog(List<Opened> archives) throws IOException {
    if (archives.isEmpty() || archives.get(0).number() != 1) {
      right.add("the audit log is verified when all archives from the first one on are given");
      return;
    }
    PackedAuditCheck check = new PackedAuditCheck(authority);
    wrong.addAll(check.run(archives.stream().map(Opened::archive).toList()));
    right.addAll(check.right());
  }
}
