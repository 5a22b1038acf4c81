package org.opentws.dataencryption.store;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

/** What a data key says of the database at its time, encrypted with itself. */
public final class SealedStatement {
  private static final String CLEAR = "values-in-clear";
  private static final String NONE = "no-values-in-clear";

  private SealedStatement() {}

  /** The statement of a new key. */
  public static String of(DataKey key, boolean clear) {
    byte[] text = (clear ? CLEAR : NONE).getBytes(StandardCharsets.US_ASCII);
    return Base64.getEncoder().encodeToString(key.encrypt(place(key), text));
  }

  /** Whether values in clear were there before this key; no for a statement that was altered. */
  public static boolean saysClear(DataKey key, String statement) {
    try {
      byte[] text = key.decrypt(place(key), Base64.getDecoder().decode(statement));
      return new String(text, StandardCharsets.US_ASCII).equals(CLEAR);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static FieldPlace place(DataKey key) {
    return new FieldPlace("data_key", "statement", key.id());
  }
}
