package org.opentws.tools.archive;

import com.fasterxml.jackson.databind.JsonNode;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EncodedRecord;
import org.opentws.audit.format.EntryBundle;
import org.opentws.value.Sha256;

/** One archive: its signature, its digests, and that index and contents are one another's. */
final class ArchiveCheck {
  static final String ENTRIES = "entries";
  private static final String CERTIFICATES = "certificates";
  private static final String NAME = "name";

  private final PackageReader archive;
  private final X509Certificate authority;
  private final List<String> wrong = new ArrayList<>();
  private final List<X509Certificate> authorities = new ArrayList<>();

  /** By kind and name; what was found is taken out. */
  private final Map<String, JsonNode> open = new HashMap<>();

  /** Names of revocation lists by their files. */
  private final Map<String, String> lists = new HashMap<>();

  private long entries;

  /**
   * Checks once.
   *
   * @param authority the management CA that is believed
   */
  ArchiveCheck(PackageReader archive, X509Certificate authority) {
    this.archive = archive;
    this.authority = authority;
  }

  /** What was found right. */
  String right() {
    return "archive %s: %d entries, from %s to %s"
        .formatted(
            archive.manifest().path("archive"),
            entries,
            archive.manifest().path("from").asText(),
            archive.manifest().path("to").asText());
  }

  /** What is wrong; empty if the archive is as it was made. */
  List<String> run() {
    step(() -> PackageSignatures.signer(archive, authority));
    wrong.addAll(archive.differences());
    if (wrong.isEmpty()) {
      step(this::contents);
    }
    return wrong;
  }

  private interface Step {
    void take() throws PackageFault;
  }

  private void step(Step step) {
    try {
      step.take();
    } catch (PackageFault e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
  }

  private void contents() throws PackageFault {
    archive.lines("authorities", Optional.empty(), line -> authorities.add(authority(line)));
    entries =
        archive.lines(
            ENTRIES,
            Optional.empty(),
            line -> {
              lists.put(line.path("file").asText(), line.path(NAME).asText());
              if (open.put(key(line.path("kind").asText(), line.path(NAME).asText()), line)
                  != null) {
                throw new PackageFault(line.path(NAME).asText() + " stands in the index twice");
              }
            });
    if (entries != archive.manifest().path(ENTRIES).asLong(-1)) {
      throw new PackageFault("the index has not the entries that the manifest tells of");
    }
    archive.lines(CERTIFICATES, Optional.empty(), this::certificate);
    for (String name : archive.names("crls/", ".crl")) {
      list(name);
    }
    for (String name : archive.names("audit/tile/entries/", "")) {
      bundle(name);
    }
    open.values()
        .forEach(
            line ->
                wrong.add(
                    "%s %s is missing"
                        .formatted(line.path("kind").asText(), line.path(NAME).asText())));
  }

  private static String key(String kind, String name) {
    return kind + " " + name;
  }

  private static X509Certificate authority(JsonNode line) throws PackageFault {
    try {
      return PackageSignatures.read(Base64.getDecoder().decode(line.path("certificate").asText()));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new PackageFault("authorities has a certificate that cannot be read", e);
    }
  }

  private void certificate(JsonNode line) throws PackageFault {
    try {
      byte[] octets = Base64.getDecoder().decode(line.path("octets").asText());
      found("CERTIFICATE", line.path(NAME).asText(), octets, time(line, "at"));
    } catch (IllegalArgumentException e) {
      throw new PackageFault("certificates has one that cannot be read", e);
    }
  }

  private void list(String file) throws PackageFault {
    byte[] octets = archive.octets(file);
    X509CRL list = PackageSignatures.list(file, octets, authorities);
    found("CRL", lists.getOrDefault(file, file), octets, list.getThisUpdate().toInstant());
  }

  private void bundle(String file) throws PackageFault {
    byte[] octets = archive.octets(file);
    try {
      Instant first =
          EntryBundle.unpack(octets).stream()
              .map(entry -> EncodedRecord.decode(entry).content().at())
              .min(Instant::compareTo)
              .orElse(Instant.EPOCH);
      found("AUDIT_RECORDS", file, octets, first);
    } catch (BrokenLog e) {
      throw new PackageFault(file + " has a record that cannot be read", e);
    }
  }

  private void found(String kind, String name, byte[] octets, Instant at) throws PackageFault {
    JsonNode line = open.remove(key(kind, name));
    if (line == null) {
      throw new PackageFault(name + " is not in the index");
    }
    if (!line.path("sha256").asText().equals(Sha256.hex(octets))) {
      throw new PackageFault(name + " is not what the index tells of");
    }
    // A list's own time has seconds.
    if (Duration.between(at, time(line, "at")).abs().compareTo(Duration.ofSeconds(1)) >= 0) {
      throw new PackageFault(name + " did not happen when the index says");
    }
  }

  static Instant time(JsonNode line, String field) throws PackageFault {
    try {
      return Instant.parse(line.path(field).asText());
    } catch (DateTimeParseException e) {
      throw new PackageFault("an entry without a time: " + line.path(NAME).asText(), e);
    }
  }

  /** The lines of the index. */
  static List<JsonNode> entries(PackageReader archive) throws PackageFault {
    List<JsonNode> found = new ArrayList<>();
    archive.lines(ENTRIES, Optional.empty(), found::add);
    return found;
  }
}
