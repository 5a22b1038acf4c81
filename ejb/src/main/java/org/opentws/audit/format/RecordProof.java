package org.opentws.audit.format;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.opentws.value.Der;

/**
 * That a record stands in the log, as C2SP tlog-proof writes it: one text that anybody can check
 * without the log. The record itself is its extra data.
 *
 * @param record as encoded in the log; its hash is the leaf
 * @param path from the leaf's sibling up to the root's child
 * @param checkpoint signed, of a tree that holds the record
 */
public record RecordProof(Der record, long index, List<Der> path, SignedNote checkpoint) {
  private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";
  private static final String EXTRA = "extra ";
  private static final String INDEX = "index ";

  public RecordProof {
    path = List.copyOf(path);
  }

  /** The text. */
  public String encoded() {
    StringBuilder text = new StringBuilder(FIRST_LINE).append('\n');
    text.append(EXTRA).append(base64(record)).append('\n');
    text.append(INDEX).append(index).append('\n');
    path.forEach(hash -> text.append(base64(hash)).append('\n'));
    return text.append('\n').append(checkpoint.encoded()).toString();
  }

  /**
   * Reads the text.
   *
   * @throws BrokenLog if it is not exactly such a text
   */
  public static RecordProof parse(String text) {
    int end = text.indexOf("\n\n");
    List<String> lines = end < 0 ? List.of() : text.substring(0, end).lines().toList();
    if (lines.size() < 3
        || !lines.get(0).equals(FIRST_LINE)
        || !lines.get(1).startsWith(EXTRA)
        || !lines.get(2).matches(INDEX + "(0|[1-9][0-9]{0,17})")) {
      throw new BrokenLog("this is no proof of a record of this kind of log");
    }
    try {
      List<Der> path = new ArrayList<>();
      for (String line : lines.subList(3, lines.size())) {
        path.add(decoded(line));
      }
      RecordProof proof =
          new RecordProof(
              decoded(lines.get(1).substring(EXTRA.length())),
              Long.parseLong(lines.get(2).substring(INDEX.length())),
              path,
              SignedNote.parse(text.substring(end + 2)));
      if (!proof.encoded().equals(text)) {
        throw new BrokenLog("a proof is not in its one form");
      }
      return proof;
    } catch (IllegalArgumentException e) {
      throw new BrokenLog("a proof cannot be read", e);
    }
  }

  /** Whether the record stands at its index of the tree that the checkpoint names. */
  public boolean holds() {
    Checkpoint head = Checkpoint.parse(checkpoint.text());
    return TreeProof.isIncluded(
        new MerkleHash().leaf(record.octets()),
        index,
        head.size(),
        path.stream().map(Der::octets).toList(),
        head.root().octets());
  }

  private static String base64(Der octets) {
    return Base64.getEncoder().encodeToString(octets.octets());
  }

  private static Der decoded(String line) {
    return Der.of(Base64.getDecoder().decode(line));
  }
}
