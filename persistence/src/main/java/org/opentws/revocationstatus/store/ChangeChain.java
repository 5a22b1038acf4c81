package org.opentws.revocationstatus.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * The log of changes up to one of them, as a chain of hashes: whoever knows the last link knows
 * whether any change before it was altered, left out or put in.
 *
 * @param sequence number of the last change in it; 0 for the empty log
 * @param link SHA-256 over the link before and the change; 32 zero octets for the empty log
 */
public record ChangeChain(long sequence, Der link) {
  private static final int LINK_OCTETS = 32;

  /** Before the first change. */
  public static final ChangeChain EMPTY = new ChangeChain(0, Der.of(new byte[LINK_OCTETS]));

  /**
   * The chain with the next change.
   *
   * @throws IllegalArgumentException if it is not the next one
   */
  public ChangeChain with(StatusChangeRow next) {
    if (next.sequence() != sequence + 1) {
      throw new IllegalArgumentException(next.sequence() + " does not follow " + sequence);
    }
    MessageDigest digest = Sha256.digest();
    digest.update(link.octets());
    return new ChangeChain(next.sequence(), Der.of(digest.digest(next.canonical())));
  }

  /** What is signed, so that it is no signature under anything else. */
  public byte[] head() {
    return ("OpenTWS status changes\n"
            + sequence
            + "\n"
            + HexFormat.of().formatHex(link.octets())
            + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
