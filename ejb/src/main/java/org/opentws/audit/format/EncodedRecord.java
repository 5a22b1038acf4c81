package org.opentws.audit.format;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.audit.store.LeafKind;
import org.opentws.value.Sha256;

/** A record read back from its encoding, and the encoding itself (docs/audit-log-format.md). */
public record EncodedRecord(RecordPlace place, RecordContent content) {
  /** Limit of one entry in a C2SP entry bundle. */
  public static final int OCTETS_MAX = 65535;

  private static final int VERSION = 1;
  private static final int PLACE_OCTETS = 20;

  /** A longer text keeps its beginning and gets its length and digest. */
  static final int TEXT_OCTETS_MAX = 1200;

  private static final int OCTETS_OF_A_CHARACTER_MAX = 3;

  private static final int TEXT_CHARACTERS_KEPT = 240;
  private static final int KEY_CHARACTERS_MAX = 64;
  private static final int DETAILS_MAX = 40;

  /**
   * Encodes everything but the place, which is known only when the record is written. Texts longer
   * than 1200 octets are shortened: beginning, length and SHA-256 of the whole stay.
   *
   * @throws IllegalArgumentException more than 40 details, or a key longer than 64 characters
   */
  public static byte[] encodeContent(RecordContent content) {
    return encodeContent(
        new Head(
            content.at(),
            content.clockState(),
            content.type(),
            content.outcome(),
            content.node(),
            content.actor(),
            content.object()),
        content.details());
  }

  /** Everything but the details, as {@link RecordContent} names it. */
  public record Head(
      Instant at,
      int clockState,
      int type,
      int outcome,
      String node,
      String actor,
      String object) {}

  /** The same for details in any order. */
  public static byte[] encodeContent(Head head, Map<String, String> details) {
    if (details.size() > DETAILS_MAX) {
      throw new IllegalArgumentException("too many details: " + details.size());
    }
    for (String name : details.keySet()) {
      if (name.length() > KEY_CHARACTERS_MAX) {
        throw new IllegalArgumentException("key of a detail is too long: " + name);
      }
    }
    ContentEncoder out = new ContentEncoder();
    out.number64(head.at().toEpochMilli());
    out.octet(head.clockState());
    out.number16(head.type());
    out.octet(head.outcome());
    out.text(head.node());
    out.text(head.actor());
    out.text(head.object());
    out.details(details);
    return out.result();
  }

  /** The text as it will stand in the record. */
  public static String shortened(String given) {
    if (given.length() <= TEXT_OCTETS_MAX / OCTETS_OF_A_CHARACTER_MAX && isPlain(given)) {
      return given;
    }
    // PostgreSQL holds no NUL in a text, and a record must not fail over one.
    String text = given.replace('\0', '\uFFFD');
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    if (octets.length <= TEXT_OCTETS_MAX) {
      // Unpaired surrogates become '?' here and not only in the encoding, so that both agree.
      return new String(octets, StandardCharsets.UTF_8);
    }
    int end = text.offsetByCodePoints(0, TEXT_CHARACTERS_KEPT);
    String beginning = text.substring(0, end);
    return new String(beginning.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
        + "... ("
        + octets.length
        + " octets, SHA-256 "
        + Sha256.hex(octets)
        + ")";
  }

  /** Nothing in it would have to be replaced. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return false;
      }
    }
    return true;
  }

  /** Puts the place before encoded contents. */
  public static byte[] encode(RecordPlace place, byte[] content) {
    return ByteBuffer.allocate(PLACE_OCTETS + content.length)
        .put((byte) VERSION)
        .put((byte) place.kind().code())
        .putLong(place.epoch())
        .putLong(place.sequence())
        .putShort((short) place.index())
        .put(content)
        .array();
  }

  /**
   * Reads an encoded record.
   *
   * @throws BrokenLog if it is not exactly what {@link #encode} makes
   */
  public static EncodedRecord decode(byte[] encoded) {
    ByteBuffer in = ByteBuffer.wrap(encoded);
    try {
      int version = in.get();
      if (version != VERSION) {
        throw new BrokenLog("unknown version of a record: " + version);
      }
      RecordPlace place =
          new RecordPlace(
              LeafKind.of(in.get()),
              in.getLong(),
              in.getLong(),
              Short.toUnsignedInt(in.getShort()));
      RecordContent content = content(in);
      if (in.hasRemaining()) {
        throw new BrokenLog("octets after the end of a record");
      }
      return new EncodedRecord(place, content);
    } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
      throw new BrokenLog("a record cannot be decoded", e);
    }
  }

  private static RecordContent content(ByteBuffer in) throws CharacterCodingException {
    Instant at = Instant.ofEpochMilli(in.getLong());
    int clockState = in.get();
    int type = Short.toUnsignedInt(in.getShort());
    int outcome = in.get();
    String node = text(in);
    String actor = text(in);
    String object = text(in);
    int count = Short.toUnsignedInt(in.getShort());
    TreeMap<String, String> details = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      String key = text(in);
      if (!details.isEmpty() && details.lastKey().compareTo(key) >= 0) {
        throw new BrokenLog("details of a record are not in order");
      }
      details.put(key, text(in));
    }
    return new RecordContent(at, clockState, type, outcome, node, actor, object, details);
  }

  private static String text(ByteBuffer in) throws CharacterCodingException {
    byte[] octets = new byte[Short.toUnsignedInt(in.getShort())];
    in.get(octets);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
  }
}
