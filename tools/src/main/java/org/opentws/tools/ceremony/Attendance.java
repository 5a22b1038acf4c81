package org.opentws.tools.ceremony;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import org.opentws.tools.rest.Connection;

/**
 * The two persons who carry a ceremony out, for what they do at a running server.
 *
 * @param officers where their control keys lie
 */
record Attendance(List<Participant> persons, Path officers, Confirmation confirmation) {

  /**
   * Logs one of them in, with both factors.
   *
   * @param number 0 for who asks, 1 for who agrees
   */
  Connection connect(int number, Connection.Server server)
      throws IOException, GeneralSecurityException, InterruptedException {
    Participant person = persons.get(number);
    char[] password = confirmation.password(officers, person);
    try {
      Path key = officers.resolve(person.account() + ".p12");
      return Connection.officer(server, key, new String(password));
    } finally {
      Arrays.fill(password, '\0');
    }
  }
}
