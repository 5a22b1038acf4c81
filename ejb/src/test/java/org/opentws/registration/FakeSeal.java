package org.opentws.registration;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.externalmessage.OpenedMessage;
import org.opentws.value.Der;

/** A seal that holds: sender, type, counter, content; opens each message once. */
class FakeSeal implements MessageSeal {
  private final Set<Der> opened = new HashSet<>();
  private int sealed;
  Optional<RuntimeException> fails = Optional.empty();

  @Override
  public Der seal(String sender, String messageType, String content) {
    fails.ifPresent(
        failure -> {
          throw failure;
        });
    sealed++;
    String message = sender + "\n" + messageType + "\n" + sealed + "\n" + content;
    return Der.of(message.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public OpenedMessage open(String expectedSender, String expectedType, Der message) {
    String[] parts = new String(message.octets(), StandardCharsets.UTF_8).split("\n", 4);
    if (!parts[0].equals(expectedSender) || !parts[1].equals(expectedType)) {
      throw new RequestRefused(Refusal.SEAL_BROKEN, "not from the expected sender");
    }
    if (!opened.add(message)) {
      throw new RequestRefused(Refusal.REPLAYED, "opened before");
    }
    return new OpenedMessage(parts[0], parts[1], Instant.EPOCH, parts[3]);
  }

  int count() {
    return sealed;
  }
}
