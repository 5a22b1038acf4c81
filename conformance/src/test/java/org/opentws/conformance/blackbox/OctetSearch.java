package org.opentws.conformance.blackbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;

/** Looks for octets in files of any size, for many at once. */
final class OctetSearch {
  private static final int OCTETS_MIN = 12;
  private static final int WINDOW = 8 * 1024 * 1024;

  private final List<List<Wanted>> byBeginning = new ArrayList<>();
  private int longest;

  /** Octets with a name. */
  private static final class Wanted {
    private final String name;
    private final byte[] value;

    Wanted(String name, byte[] value) {
      this.name = name;
      this.value = value.clone();
    }

    boolean stands(byte[] octets, int length, int at) {
      return at + value.length <= length
          && Arrays.equals(value, 0, value.length, octets, at, at + value.length);
    }
  }

  OctetSearch() {
    for (int i = 0; i <= 0xffff; i++) {
      byBeginning.add(List.of());
    }
  }

  /** A text, as Java, files and protocols hold it: one octet or two for each character. */
  OctetSearch text(String name, String value) {
    return octets(name, value.getBytes(StandardCharsets.ISO_8859_1))
        .octets(name + ", as characters", value.getBytes(StandardCharsets.UTF_16BE));
  }

  /** A binary value, and its text in hexadecimal digits. */
  OctetSearch binary(String name, byte[] value) {
    return octets(name, value)
        .octets(
            name + ", as digits",
            HexFormat.of().formatHex(value).getBytes(StandardCharsets.ISO_8859_1));
  }

  private OctetSearch octets(String name, byte[] value) {
    if (value.length < OCTETS_MIN) {
      throw new IllegalArgumentException(name + " is so short that it is found by chance");
    }
    int begin = beginning(value[0], value[1]);
    List<Wanted> same = new ArrayList<>(byBeginning.get(begin));
    same.add(new Wanted(name, value));
    byBeginning.set(begin, same);
    longest = Math.max(longest, value.length);
    return this;
  }

  private static int beginning(byte first, byte second) {
    return (first & 0xff) << 8 | second & 0xff;
  }

  /** Names of what stands in the file. */
  TreeSet<String> in(Path file) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    ByteBuffer window = ByteBuffer.allocate(WINDOW);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      while (channel.read(window) >= 0) {
        look(window.array(), window.position(), found);
        // The end of this window may be the beginning of a match.
        int kept = Math.min(window.position(), longest - 1);
        window.limit(window.position()).position(window.position() - kept);
        window.compact();
      }
    } catch (NoSuchFileException e) {
      // A file that the server has just removed holds nothing any more.
      return found;
    }
    return found;
  }

  private void look(byte[] octets, int length, TreeSet<String> found) {
    for (int at = 0; at < length - 1; at++) {
      List<Wanted> candidates = byBeginning.get(beginning(octets[at], octets[at + 1]));
      for (int i = 0; i < candidates.size(); i++) {
        if (candidates.get(i).stands(octets, length, at)) {
          found.add(candidates.get(i).name);
        }
      }
    }
  }
}
