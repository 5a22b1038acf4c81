package org.opentws.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageArchiveTest {
  private static final Instant AT = Instant.parse("2026-05-01T00:00:00Z");

  private record Line(int number, String text) {}

  private static Map<String, String> read(byte[] zip) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  @Test
  void filesHaveTheDigestsThatAreTold() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<PackedFile> files;
    try (PackageArchive archive = new PackageArchive(out, AT)) {
      archive.put("a.txt", "abc".getBytes(StandardCharsets.UTF_8));
      archive.put("b.txt", new ByteArrayInputStream(new byte[0]));
      files = archive.files();
    }
    assertEquals(
        new PackedFile(
            "a.txt", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3, 1),
        files.get(0));
    assertEquals(Map.of("a.txt", "abc", "b.txt", ""), read(out.toByteArray()));
  }

  @Test
  void twoListsGrowSideBySideAndEachLineSaysItsFile() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String large = "x".repeat(1 << 20);
    try (PackageArchive archive = new PackageArchive(out, AT)) {
      try (PackageArchive.Lines first = archive.lines("first", ".jsonl", Function.identity());
          PackageArchive.Lines second = archive.lines("second", ".jsonl", Function.identity())) {
        for (int i = 1; i <= 5; i++) {
          assertEquals(
              i <= 4 ? "first-00001.jsonl" : "first-00002.jsonl", first.add(new Line(i, large)));
          assertEquals("second-00001.jsonl", second.add(new Line(i, "")));
        }
      }
      assertEquals(List.of(4L, 5L, 1L), archive.files().stream().map(PackedFile::records).toList());
    }
    Map<String, String> files = read(out.toByteArray());
    assertEquals(5, files.getOrDefault("second-00001.jsonl", "").lines().count());
    assertTrue(
        files.getOrDefault("first-00002.jsonl", "").startsWith("{\"number\":5"),
        "line 5 is not there");
  }

  @Test
  void whatWasCutShortDoesNotOpen(@TempDir java.nio.file.Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PackageArchive archive = new PackageArchive(out, AT)) {
      archive.put("a.txt", new byte[1000]);
    }
    byte[] cut = java.util.Arrays.copyOf(out.toByteArray(), out.size() - 10);
    java.nio.file.Path file = java.nio.file.Files.write(folder.resolve("cut.zip"), cut);
    assertThrows(ZipException.class, () -> new ZipFile(file.toFile()).close());
  }
}
