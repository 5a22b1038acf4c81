package org.opentws.revocationstatus.store;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * Revocation management's word that it is alive, and how far the log of changes has come.
 *
 * @param node that says so
 * @param at when, whole milliseconds
 */
public record Heartbeat(String node, Instant at, ChangeChain chain) {
  /** What is signed, so that it is no signature under anything else. */
  public byte[] text() {
    return String.join(
            "\n",
            "OpenTWS status heartbeat",
            node,
            Long.toString(at.toEpochMilli()),
            Long.toString(chain.sequence()),
            HexFormat.of().formatHex(chain.link().octets()),
            "")
        .getBytes(StandardCharsets.UTF_8);
  }
}
