package org.opentws.audit.format;

import java.util.Base64;
import java.util.List;
import org.opentws.value.Der;

/**
 * A tree head as C2SP tlog-checkpoint writes it.
 *
 * @param origin name of the log
 */
public record Checkpoint(String origin, long size, Der root) {

  /** The text that is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + Base64.getEncoder().encodeToString(root.octets()) + "\n";
  }

  /**
   * Reads the text.
   *
   * @throws BrokenLog if it is not exactly such a text
   */
  public static Checkpoint parse(String text) {
    List<String> lines = text.lines().toList();
    if (lines.size() != 3) {
      throw new BrokenLog("a checkpoint has three lines");
    }
    try {
      Checkpoint checkpoint =
          new Checkpoint(
              lines.get(0),
              Long.parseLong(lines.get(1)),
              Der.of(Base64.getDecoder().decode(lines.get(2))));
      if (checkpoint.root().length() != MerkleHash.LENGTH
          || checkpoint.size() < 0
          || !checkpoint.text().equals(text)) {
        throw new BrokenLog("a checkpoint is not in its one form");
      }
      return checkpoint;
    } catch (IllegalArgumentException e) {
      throw new BrokenLog("a checkpoint cannot be read", e);
    }
  }
}
