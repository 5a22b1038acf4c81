package org.opentws.revocationstatus;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.externalmessage.OpenedMessage;
import org.opentws.value.Der;

/** A seal that anybody could make, with the refusals of a real one. */
public final class TestSeal implements MessageSeal {
  private final Set<Der> opened = new HashSet<>();
  private int nonce;

  @Override
  public Der seal(String sender, String messageType, String content) {
    nonce++;
    return Der.of(
        (sender + "\n" + messageType + "\n" + nonce + "\n" + content)
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public OpenedMessage open(String expectedSender, String expectedType, Der sealed) {
    String[] parts = new String(sealed.octets(), StandardCharsets.UTF_8).split("\n", 4);
    if (parts.length < 4 || !parts[0].equals(expectedSender) || !parts[1].equals(expectedType)) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "the seal is broken");
    }
    if (!opened.add(sealed)) {
      throw new RequestRefused(Refusal.REPLAYED, "this message was received before");
    }
    return new OpenedMessage(parts[0], parts[1], Instant.EPOCH, parts[3]);
  }
}
