package org.opentws.hsm.token;

import java.nio.file.Path;
import org.opentws.hsm.HsmUnavailable;

/** Where the PIN of a token comes from, asked anew at each login. */
public abstract sealed class PinSource permits PinFile, CredentialStorePin, ActivatedPin {
  private static final String FILE = "file:";
  private static final String CREDENTIAL_STORE = "credential-store:";
  private static final String ACTIVATION = "activation";

  PinSource() {}

  /**
   * From the text of a setting: {@code file:PATH}, {@code credential-store:STORE/ALIAS} (of
   * WildFly's Elytron) or {@code activation} (persons bring it).
   *
   * @throws HsmUnavailable none of these, naming what it may be
   */
  public static PinSource named(String text) {
    if (text.startsWith(FILE)) {
      return new PinFile(Path.of(text.substring(FILE.length())));
    }
    if (text.startsWith(CREDENTIAL_STORE)) {
      String[] names = text.substring(CREDENTIAL_STORE.length()).split("/", 2);
      if (names.length == 2) {
        return new CredentialStorePin(names[0], names[1]);
      }
    }
    if (text.equals(ACTIVATION)) {
      return new ActivatedPin();
    }
    throw new HsmUnavailable(
        "the setting of the PIN is \""
            + text
            + "\"; it must be file:PATH, credential-store:STORE/ALIAS or activation");
  }

  /** A file that holds the PIN and nothing else. */
  public static PinSource file(Path file) {
    return new PinFile(file);
  }

  /**
   * @throws HsmUnavailable there is none now, in words
   */
  abstract Pin read();
}
