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
  void confirm(String account, CeremonyStep step);

  /** The person's control key. */
  OfficerKey key(Path officers, String account);

  /** Persons at the console. */
  static Confirmation atConsole() {
    Console console = System.console();
    if (console == null) {
      throw new CeremonyFailure("two persons must confirm at a terminal; there is none");
    }
    return new Confirmation() {
      @Override
      public void confirm(String account, CeremonyStep step) {
        String answer = console.readLine("    %s, type \"yes %s\": ", account, step.id());
        if (!("yes " + step.id()).equals(answer)) {
          throw new CeremonyFailure(account + " did not confirm step " + step.id());
        }
      }

      @Override
      public OfficerKey key(Path officers, String account) {
        char[] password = console.readPassword("    %s, your password: ", account);
        if (password == null) {
          throw new CeremonyFailure(account + " gave no password");
        }
        try {
          return OfficerKey.load(officers, account, password);
        } finally {
          Arrays.fill(password, '\0');
        }
      }
    };
  }

  /** Demo: the signatures are real, the two persons are not. The report says so. */
  static Confirmation demo() {
    return new Confirmation() {
      @Override
      public void confirm(String account, CeremonyStep step) {
        // The signed plan holds every step: there is no person to ask once more.
      }

      @Override
      public OfficerKey key(Path officers, String account) {
        Path file = officers.resolve(account + ".password");
        try {
          String password = Files.readString(file, StandardCharsets.UTF_8);
          return OfficerKey.load(officers, account, password.toCharArray());
        } catch (IOException e) {
          throw new CeremonyFailure("no demo password of " + account + " at " + file, e);
        }
      }
    };
  }
}
