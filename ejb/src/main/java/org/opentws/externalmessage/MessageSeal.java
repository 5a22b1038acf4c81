package org.opentws.externalmessage;

import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * Seals messages between services as CMS SignedData over a JSON envelope that carries type, sender,
 * message time, a nonce and the content (GE.1, R1.7, CG1.1, RM2.4).
 */
public interface MessageSeal {
  /** Begins the common name of a sealing key's certificate; the sender's name follows. */
  String COMMON_NAME = "Sealing ";

  /**
   * Seals with the sender's own infrastructure key (purpose MESSAGE_SEALING, owner = sender).
   *
   * @param content JSON text
   */
  Der seal(String sender, String messageType, String content);

  /**
   * Verifies signature, sender, type and message time, and refuses what was opened before.
   *
   * @throws RequestRefused SEAL_BROKEN or REPLAYED
   */
  OpenedMessage open(String expectedSender, String expectedType, Der sealed);
}
