package org.opentws.tools.ceremony;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** How the two persons say yes. Each confirms with a secret that only this person has. */
interface Confirmation {
  /** Asks one person about one step; returns only if the person agrees. */
  void confirm(Participant person, CeremonyStep step);

  /**
   * The person's control key.
   *
   * @throws CeremonyFailure the person does not open it, or it is somebody else's
   */
  default OfficerKey key(Path officers, Participant person) {
    char[] password = password(officers, person);
    try {
      return OfficerKey.load(officers, person, password);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  /**
   * The person's password, of the control key and of the login; the caller wipes it.
   *
   * @throws CeremonyFailure the person gives none
   */
  char[] password(Path officers, Participant person);

  /** Persons at the console. */
  static Confirmation atConsole() {
    Console console = System.console();
    if (console == null) {
      throw new CeremonyFailure("two persons must confirm at a terminal; there is none");
    }
    return new Confirmation() {
      @Override
      public void confirm(Participant person, CeremonyStep step) {
        String answer = console.readLine("    %s, type \"yes %s\": ", person.name(), step.id());
        if (!("yes " + step.id()).equals(answer)) {
          throw new CeremonyFailure(person.name() + " did not confirm step " + step.id());
        }
      }

      @Override
      public char[] password(Path officers, Participant person) {
        char[] password =
            console.readPassword("    %s (%s), your password: ", person.name(), person.function());
        if (password == null) {
          throw new CeremonyFailure(person.name() + " gave no password");
        }
        return password;
      }
    };
  }

  /** Demo: the signatures are real, the two persons are not. The report says so. */
  static Confirmation demo() {
    return new Confirmation() {
      @Override
      public void confirm(Participant person, CeremonyStep step) {
        // The signed plan holds every step: there is no person to ask once more.
      }

      @Override
      public char[] password(Path officers, Participant person) {
        Path file = officers.resolve(person.account() + ".password");
        try {
          return Files.readString(file, StandardCharsets.UTF_8).strip().toCharArray();
        } catch (IOException e) {
          throw new CeremonyFailure("no demo password of " + person.name() + " at " + file, e);
        }
      }
    };
  }
}
