package org.opentws.tools.archive;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.opentws.archive.ArchiveManifest;
import org.opentws.value.Sha256;

/** The files of a package, and what its manifest says of them. */
public final class PackageReader implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = ".p7m";

  private final ZipFile zip;
  private final JsonNode manifest;

  private PackageReader(ZipFile zip, JsonNode manifest) {
    this.zip = zip;
    this.manifest = manifest;
  }

  /**
   * Opens a package; nothing of it is believed yet.
   *
   * @param format that it must have
   * @throws PackageFault it is none, or was cut short
   */
  public static PackageReader open(Path file, String format) throws IOException, PackageFault {
    ZipFile zip;
    try {
      zip = new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw new PackageFault(file + " is no whole package: " + e.getMessage(), e);
    }
    try {
      JsonNode manifest = JSON.readTree(octets(zip, ArchiveManifest.NAME));
      if (!manifest.path("format").asText().equals(format)) {
        throw new PackageFault(file + " is no package of a form that is known here");
      }
      return new PackageReader(zip, manifest);
    } catch (IOException e) {
      zip.close();
      throw new PackageFault(ArchiveManifest.NAME + " is missing or cannot be read", e);
    } catch (PackageFault e) {
      zip.close();
      throw e;
    }
  }

  public JsonNode manifest() {
    return manifest;
  }

  public byte[] octets(String name) throws PackageFault {
    try {
      return octets(zip, name);
    } catch (IOException e) {
      throw new PackageFault(name + " is missing or cannot be read", e);
    }
  }

  private static byte[] octets(ZipFile zip, String name) throws IOException {
    ZipEntry entry = zip.getEntry(name);
    if (entry == null) {
      throw new IOException("there is no " + name);
    }
    try (InputStream in = zip.getInputStream(entry)) {
      return in.readAllBytes();
    }
  }

  /** Names in the manifest that begin and end so, in its order. */
  public List<String> names(String beginning, String ending) {
    List<String> names = new ArrayList<>();
    for (JsonNode file : manifest.path("files")) {
      String name = file.path("name").asText();
      if (name.startsWith(beginning) && name.endsWith(ending)) {
        names.add(name);
      }
    }
    return names;
  }

  /** What the manifest and the archive do not agree about; each names its file. */
  public List<String> differences() {
    List<String> wrong = new ArrayList<>();
    Set<String> known = new HashSet<>(Set.of(ArchiveManifest.NAME, ArchiveManifest.SIGNATURE));
    for (JsonNode file : manifest.path("files")) {
      String name = file.path("name").asText();
      known.add(name);
      ZipEntry entry = zip.getEntry(name);
      if (entry == null) {
        wrong.add(name + " is missing");
      } else if (!file.path("sha256").asText().equals(digest(entry))) {
        wrong.add(name + " was altered");
      }
    }
    zip.stream()
        .map(ZipEntry::getName)
        .filter(name -> !known.contains(name))
        .forEach(name -> wrong.add(name + " is not in the manifest"));
    return wrong;
  }

  private String digest(ZipEntry entry) {
    try (InputStream in = zip.getInputStream(entry)) {
      return Sha256.hex(in);
    } catch (IOException e) {
      return "unreadable";
    }
  }

  /** How a part is read that is encrypted. */
  public interface Opener {
    byte[] opened(String name, byte[] octets) throws PackageFault;
  }

  /** What is done with a line of a list. */
  public interface LineReader {
    void read(JsonNode line) throws PackageFault;
  }

  /**
   * Every line of a list, part by part; of an encrypted one only with the key.
   *
   * @return how many; 0 without the key
   */
  public long lines(String list, Optional<Opener> key, LineReader each) throws PackageFault {
    long count = 0;
    for (String name : names(list + "-0", "")) {
      byte[] octets = octets(name);
      if (name.endsWith(SECRET)) {
        if (key.isEmpty()) {
          continue;
        }
        octets = key.get().opened(name, octets);
      }
      for (String line : new String(octets, StandardCharsets.UTF_8).lines().toList()) {
        each.read(parsed(name, line));
        count++;
      }
    }
    return count;
  }

  private static JsonNode parsed(String name, String line) throws PackageFault {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new PackageFault(name + " has a line that cannot be read", e);
    }
  }

  @Override
  public void close() throws IOException {
    zip.close();
  }
}
