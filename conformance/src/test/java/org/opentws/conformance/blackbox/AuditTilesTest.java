package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** The log at a URL, read by a monitor written from C2SP tlog-tiles and RFC 9162, 2.1.1 alone. */
@Tag("blackbox")
class AuditTilesTest {
  private static final int WIDTH = 256;
  private static final int HASH = 32;

  private final RunningSystem system = RunningSystem.get();
  private final AuditLook look = new AuditLook(system);

  private Client.Answer get(String name) {
    return look.auditor().get("/audit/log/" + name);
  }

  private record Head(long size, byte[] root) {
    boolean isWide() {
      return size > WIDTH;
    }
  }

  private Head head() {
    List<String> lines = get("checkpoint").expect(200).text().lines().toList();
    assertTrue(lines.get(4).startsWith("\u2014 " + lines.get(0) + " "), lines::toString);
    return new Head(Long.parseLong(lines.get(1)), Base64.getDecoder().decode(lines.get(2)));
  }

  /** Each look at the log is a record: a young log is looked at until it has a full tile. */
  private Head headOfMoreThanOneTile() {
    Head head = head();
    for (long n = head.size(); n <= WIDTH; n++) {
      look.records(Map.of("type", "AUDIT_STARTED"));
    }
    return Within.seconds(10).get("a full tile", () -> Optional.of(head()).filter(Head::isWide));
  }

  /** The name of tile or bundle {@code index} in a log of that many hashes on its level. */
  private static String part(long index, long hashes) {
    long width = Math.min(WIDTH, hashes - index * WIDTH);
    String name = String.format(Locale.ROOT, "%03d", index % 1000);
    for (long rest = index / 1000; rest > 0; rest /= 1000) {
      name = String.format(Locale.ROOT, "x%03d/", rest % 1000) + name;
    }
    return width == WIDTH ? name : name + ".p/" + width;
  }

  @Test
  @Requirement({"AA7.1", "AA7.2", "AA5.1"})
  void monitorComputesTheRootFromTheTilesAndFindsTheRecordsInThem() {
    Head head = headOfMoreThanOneTile();
    List<byte[]> leaves = new ArrayList<>();
    for (long n = 0; n * WIDTH < head.size(); n++) {
      byte[] tile = get("tile/0/" + part(n, head.size())).expect(200).octets();
      for (int at = 0; at < tile.length; at += HASH) {
        leaves.add(Arrays.copyOfRange(tile, at, at + HASH));
      }
    }
    assertEquals(head.size(), leaves.size());
    assertArrayEquals(head.root(), root(leaves));

    long full = head.size() / WIDTH;
    byte[] above = get("tile/1/" + part(0, full)).expect(200).octets();
    assertArrayEquals(root(leaves.subList(0, WIDTH)), Arrays.copyOf(above, HASH));

    long last = (head.size() - 1) / WIDTH;
    for (long n : new long[] {0, last / 2, last}) {
      int from = (int) n * WIDTH;
      List<byte[]> entries =
          unpack(get("tile/entries/" + part(n, head.size())).expect(200).octets());
      for (int i = 0; i < entries.size(); i++) {
        assertArrayEquals(leaves.get(from + i), sha256((byte) 0, entries.get(i)), "" + (from + i));
      }
      assertEquals(Math.min(WIDTH, head.size() - from), entries.size());
    }
    assertArrayEquals(
        Arrays.copyOf(get("tile/0/000").expect(200).octets(), 3 * HASH),
        get("tile/0/000.p/3").expect(200).octets());
  }

  private static List<byte[]> unpack(byte[] bundle) {
    List<byte[]> entries = new ArrayList<>();
    for (ByteBuffer in = ByteBuffer.wrap(bundle); in.hasRemaining(); ) {
      byte[] entry = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(entry);
      entries.add(entry);
    }
    return entries;
  }

  private static byte[] root(List<byte[]> leaves) {
    if (leaves.size() == 1) {
      return leaves.get(0);
    }
    int split = Integer.highestOneBit(leaves.size() - 1);
    return sha256(
        (byte) 1, root(leaves.subList(0, split)), root(leaves.subList(split, leaves.size())));
  }

  private static byte[] sha256(byte prefix, byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(prefix);
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @Requirement(
      value = {"AA7.1", "AA5.1"},
      kind = Kind.NEGATIVE)
  void whatNoCheckpointCoversAndWhatHasNoSuchNameIsNotThere() {
    Head head = head();
    long beyond = head.size() / WIDTH + 1000;
    for (String name :
        List.of(
            "tile/0/" + part(beyond, Long.MAX_VALUE),
            "tile/entries/" + part(beyond, Long.MAX_VALUE),
            "tile/0/x999/x999/x999/x999/999",
            "tile/7/000",
            "tile/63/000.p/1",
            "tile/64/000",
            "tile/-1/000",
            "tile/0/0",
            "tile/0/x000/000",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/99999999999999999999",
            "tile/0/x1000/000",
            "tile/entries/000.p",
            "tile/entries/..%2f..%2fcheckpoint",
            "tile/0/\u0660\u0660\u0660")) {
      String escaped = name.replace("\u0660", "%D9%A0");
      assertEquals(404, get(escaped).status(), name);
    }
    for (String role : List.of("security-officer-1", "system-administrator-1")) {
      for (String name : List.of("checkpoint", "tile/0/000", "tile/entries/000")) {
        assertEquals(403, system.officer(role).get("/audit/log/" + name).status(), role + name);
        assertEquals(401, system.anonymous().get("/audit/log/" + name).status(), name);
      }
    }
  }

  @Test
  @Requirement({"AA5.1", "AA1.1b"})
  void whoTakesRecordsIsRecordedAndHashesAreNot() {
    Map<String, String> mine = Map.of("type", "AUDIT_EXPORTED", "user", AuditLook.AUDITOR);
    long before = taken(mine);
    get("tile/entries/000.p/7").expect(200);
    get("tile/0/000.p/7").expect(200);
    assertEquals(before + 1, taken(mine));
  }

  private long taken(Map<String, String> filter) {
    return look.records(filter).stream()
        .map(JsonNode::toString)
        .filter(record -> record.contains("entries"))
        .count();
  }
}
