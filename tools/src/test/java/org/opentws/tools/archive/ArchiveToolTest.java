package org.opentws.tools.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveToolTest {
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  private int run(String... words) {
    return ArchiveTool.run(words, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsNoCommandIsToldWhatThereIs() {
    for (String[] words : new String[][] {{}, {"verify"}, {"burn", "a.zip"}}) {
      assertEquals(ArchiveTool.USAGE, run(words));
      assertTrue(said().contains("search ARCHIVE.zip"), said());
    }
    assertEquals(ArchiveTool.USAGE, run("create"));
    assertTrue(said().contains("--password-file"), said());
  }

  @Test
  void whatIsNoArchiveIsNotBelieved(@TempDir Path folder) throws IOException {
    Path none = Files.writeString(folder.resolve("none.zip"), "no archive");
    assertEquals(ArchiveTool.BROKEN, run("verify", none.toString()));
    Path other = folder.resolve("other.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(other))) {
      zip.putNextEntry(new ZipEntry("manifest.json"));
      zip.write("{\"format\":\"opentws-termination-package-1\"}".getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(ArchiveTool.BROKEN, run("verify", other.toString()));
    assertTrue(said().contains("of a form that is known here"), said());
  }

  @Test
  void bundlesSayWhichRecordsTheyHold() throws PackageFault {
    assertEquals(0, BundleName.first("audit/tile/entries/000.p/17"));
    assertEquals(256 * 1234, BundleName.first("audit/tile/entries/x001/234"));
    assertThrows(PackageFault.class, () -> BundleName.first("audit/tile/entries/../000"));
  }
}
