package org.opentws.audit.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentws.value.Der;

/** The tree against the vectors of Certificate Transparency, and against its definition. */
class TreeVectorsTest {
  private static final List<String> LEAVES =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  /** Roots over the first 1 to 8 of them. */
  private static final List<String> ROOTS =
      List.of(
          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

  private static final String EMPTY =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  private final MerkleHash hash = new MerkleHash();

  @Test
  void rootsAreThoseOfCertificateTransparency() {
    TreeEdge edge = new TreeEdge();
    assertEquals(EMPTY, hex(edge.root()));
    for (int i = 0; i < LEAVES.size(); i++) {
      edge.append(hash.leaf(HexFormat.of().parseHex(LEAVES.get(i))), (level, index, tile) -> {});
      assertEquals(ROOTS.get(i), hex(edge.root()), (i + 1) + " leaves");
    }
  }

  /**
   * Around the ends of tiles, where an index may be one off; also from tiles that were read back.
   */
  @Test
  void rootsOfEverySizeAreTheDefinitionsAlsoFromTiles() {
    List<byte[]> leaves = new ArrayList<>();
    Map<String, byte[]> tiles = new HashMap<>();
    TreeEdge edge = new TreeEdge();
    List<Long> sizes =
        List.of(
            1L, 2L, 3L, 255L, 256L, 257L, 511L, 512L, 513L, 1000L, 65_535L, 65_536L, 65_537L,
            66_000L);
    Map<Long, byte[]> roots = new HashMap<>();
    while (edge.size() < 66_000) {
      byte[] leaf = hash.leaf(Long.toString(edge.size()).getBytes(StandardCharsets.UTF_8));
      leaves.add(leaf);
      edge.append(leaf, (level, index, tile) -> tiles.put(level + "/" + index, tile));
      if (sizes.contains(edge.size())) {
        roots.put(edge.size(), defined(leaves, 0, leaves.size()));
        assertArrayEquals(roots.get(edge.size()), edge.root(), "size " + edge.size());
      }
    }
    TiledTree tree =
        new TiledTree(
            (level, index, width) ->
                index == edge.size() >>> (8 * (level + 1))
                    ? edge.partial(level)
                    : tiles.getOrDefault(level + "/" + index, new byte[0]));
    for (long size : sizes) {
      assertArrayEquals(roots.get(size), tree.rootAt(size), "size " + size);
    }
    TreeEdge readBack = tree.edgeAt(edge.size(), edge.partial(0));
    assertArrayEquals(edge.root(), readBack.root());
  }

  /** RFC 9162, 2.1.1, word for word. */
  private byte[] defined(List<byte[]> leaves, int from, int to) {
    int n = to - from;
    if (n == 1) {
      return leaves.get(from);
    }
    int k = Integer.highestOneBit(n - 1);
    return hash.node(defined(leaves, from, from + k), defined(leaves, from + k, to));
  }

  @Test
  void filesHaveTheNamesOfTlogTilesInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      for (Locale locale : List.of(Locale.ROOT, Locale.forLanguageTag("ar-EG-u-nu-arab"))) {
        Locale.setDefault(locale);
        assertEquals("tile/0/x001/x234/067", TilePath.tile(0, 1_234_067, 256));
        assertEquals("tile/1/000.p/7", TilePath.tile(1, 0, 7));
        assertEquals("tile/entries/x001/000.p/255", TilePath.entries(1000, 255));
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void checkpointIsThreeLinesInOneForm() {
    Der root = Der.of(hash.empty());
    Checkpoint checkpoint = new Checkpoint("example.org/log", 0, root);
    assertEquals(
        "example.org/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", checkpoint.text());
    assertEquals(checkpoint, Checkpoint.parse(checkpoint.text()));
    for (String size : List.of("-1", "+0", "00", "0x0", "", "9223372036854775808")) {
      String text = checkpoint.text().replace("\n0\n", "\n" + size + "\n");
      assertThrows(BrokenLog.class, () -> Checkpoint.parse(text), size);
    }
    String text = checkpoint.text();
    for (String other :
        List.of(text.stripTrailing(), text + "more\n", text.replace("\n", "\r\n"), "")) {
      assertThrows(BrokenLog.class, () -> Checkpoint.parse(other), other);
    }
  }

  private static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }
}
