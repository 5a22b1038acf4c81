package org.opentws.hsm.token;

import java.security.KeyStoreException;
import java.security.ProviderException;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentws.hsm.HsmUnavailable;
import org.xipki.pkcs11.wrapper.PKCS11Exception;

/** Says in words what a device's return value means for whoever must repair it. */
final class Failure {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("CKR_PIN_INCORRECT", "the PIN is wrong"),
          Map.entry("CKR_PIN_INVALID", "the PIN has characters it cannot have"),
          Map.entry("CKR_PIN_LEN_RANGE", "the PIN is too short or too long"),
          Map.entry("CKR_PIN_EXPIRED", "the PIN has expired"),
          Map.entry(
              "CKR_PIN_LOCKED", "the PIN is locked; the device's security officer must reset it"),
          Map.entry("CKR_USER_PIN_NOT_INITIALIZED", "the token has no user PIN yet"),
          Map.entry("CKR_DEVICE_REMOVED", "the device was removed"),
          Map.entry("CKR_DEVICE_ERROR", "the device reports an error of its own"),
          Map.entry("CKR_DEVICE_MEMORY", "the device has no memory left"),
          Map.entry("CKR_TOKEN_NOT_PRESENT", "no token is in the slot"),
          Map.entry("CKR_TOKEN_NOT_RECOGNIZED", "the token in the slot is not recognised"),
          Map.entry("CKR_SLOT_ID_INVALID", "the slot does not exist any more"),
          Map.entry("CKR_SESSION_HANDLE_INVALID", "the session was lost"),
          Map.entry("CKR_SESSION_CLOSED", "the device closed the session"),
          Map.entry("CKR_SESSION_COUNT", "the device has no free session"),
          Map.entry("CKR_USER_NOT_LOGGED_IN", "the login was lost"),
          Map.entry("CKR_MECHANISM_INVALID", "the device does not offer this mechanism"),
          Map.entry("CKR_KEY_FUNCTION_NOT_PERMITTED", "the key may not be used for this"),
          Map.entry("CKR_OBJECT_HANDLE_INVALID", "the key is gone"),
          Map.entry("CKR_KEY_HANDLE_INVALID", "the key is gone"),
          Map.entry("CKR_KEY_UNEXTRACTABLE", "the key never leaves the device"),
          Map.entry("CKR_KEY_NOT_WRAPPABLE", "the key leaves the device under a trusted key only"),
          Map.entry("CKR_WRAPPED_KEY_INVALID", "the wrapped key is not whole"));

  /** The device judged the PIN: offering it again brings the lock-out nearer. */
  private static final Set<String> ABOUT_PIN =
      Set.of(
          "CKR_PIN_INCORRECT",
          "CKR_PIN_INVALID",
          "CKR_PIN_LEN_RANGE",
          "CKR_PIN_EXPIRED",
          "CKR_PIN_LOCKED");

  /** The device is well, the request was wrong: a new login would change nothing. */
  private static final Set<String> ABOUT_REQUEST =
      Set.of(
          "CKR_MECHANISM_INVALID", "CKR_KEY_FUNCTION_NOT_PERMITTED", "CKR_KEY_TYPE_INCONSISTENT");

  /** What is wrapped or comes back is not as it should be; the device is well. */
  private static final Set<String> ABOUT_WRAPPING =
      Set.of(
          "CKR_KEY_UNEXTRACTABLE",
          "CKR_KEY_NOT_WRAPPABLE",
          "CKR_KEY_SIZE_RANGE",
          "CKR_WRAPPED_KEY_INVALID",
          "CKR_WRAPPED_KEY_LEN_RANGE",
          "CKR_ENCRYPTED_DATA_INVALID",
          "CKR_ENCRYPTED_DATA_LEN_RANGE",
          "CKR_TEMPLATE_INCONSISTENT",
          "CKR_ARGUMENTS_BAD",
          "CKR_GENERAL_ERROR");

  /** The device is there; only what we had open in it is not. */
  private static final Set<String> LOST_SESSION =
      Set.of("CKR_SESSION_HANDLE_INVALID", "CKR_SESSION_CLOSED", "CKR_USER_NOT_LOGGED_IN");

  private static final Pattern NAME = Pattern.compile("CKR_[A-Z0-9_]+");
  private static final int CAUSES_MAX = 10;

  private Failure() {}

  static HsmUnavailable of(String tokenLabel, Throwable cause) {
    if (cause instanceof HsmUnavailable known) {
      return known;
    }
    return new HsmUnavailable("token " + tokenLabel + ": " + words(cause), cause);
  }

  static String words(Throwable cause) {
    String name = returnValue(cause);
    if (name.isEmpty()) {
      return cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }
    String words = WORDS.get(name);
    return words == null ? name : words + " (" + name + ")";
  }

  static boolean isAboutPin(Throwable cause) {
    return ABOUT_PIN.contains(returnValue(cause));
  }

  static boolean isAboutWrapping(PKCS11Exception cause) {
    return ABOUT_WRAPPING.contains(returnValue(cause));
  }

  /** Whether a new login helps for certain, if the device does not lose it as well. */
  static boolean isLostSession(Throwable cause) {
    return LOST_SESSION.contains(returnValue(cause));
  }

  /** Whether a new login may help. */
  static boolean mayHeal(Throwable cause) {
    String name = returnValue(cause);
    if (cause instanceof IllegalArgumentException) {
      return false;
    }
    if (!name.isEmpty()) {
      return !ABOUT_REQUEST.contains(name);
    }
    return cause instanceof ProviderException || cause instanceof KeyStoreException;
  }

  /** Name of the CKR_ value in the chain of causes, or empty. SunPKCS11 has it in its messages. */
  private static String returnValue(Throwable cause) {
    Throwable next = cause;
    for (int depth = 0; next != null && depth < CAUSES_MAX; depth++) {
      if (next instanceof PKCS11Exception device) {
        return device.getErrorName();
      }
      Matcher named = NAME.matcher(String.valueOf(next.getMessage()));
      if (named.lookingAt()) {
        return named.group();
      }
      next = next.getCause();
    }
    return "";
  }
}
