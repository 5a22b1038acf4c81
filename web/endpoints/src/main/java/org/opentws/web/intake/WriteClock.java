package org.opentws.web.intake;

import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpServerExchange;

/**
 * The listener's write-timeout closes a connection between whose two writes more time passes, for a
 * peer that takes nothing. It is to measure one answer. The server stops that clock at the end of
 * an answer, but not of one without a body (204, 304): the next answer on the connection, if it
 * came later, was cut after its first octets.
 */
final class WriteClock {
  private WriteClock() {}

  /** From here on only what is written to this request counts. */
  static void startsWith(HttpServerExchange request) {
    if (request.getConnection() instanceof AbstractServerConnection connection) {
      connection.getChannel().getSinkChannel().suspendWrites();
    }
  }
}
