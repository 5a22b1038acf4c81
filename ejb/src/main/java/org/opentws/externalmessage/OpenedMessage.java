package org.opentws.externalmessage;

import java.time.Instant;

/**
 * A message whose seal held.
 *
 * @param sender the service that sealed it
 * @param sealedAt the message time in it
 * @param content JSON text
 */
public record OpenedMessage(String sender, String messageType, Instant sealedAt, String content) {}
