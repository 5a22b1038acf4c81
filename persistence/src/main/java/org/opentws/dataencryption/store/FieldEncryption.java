package org.opentws.dataencryption.store;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.value.Der;

/**
 * Encrypts values before they are stored, and opens them again (AES-256-GCM). The stored form is
 * {@code otws1:keyId:} and then nonce and ciphertext, in Base64 where the column is text.
 */
@ApplicationScoped
public class FieldEncryption {
  private static final String VERSION = "otws1:";
  private static final int KEY_ID_MAX = 64;

  /** Says nothing about anybody: an erased value may stand so. */
  private static final Set<String> NOTHING = Set.of("", "{}", "[]");

  private volatile @Nullable KeyRing ring;

  /** From now on these keys are used. */
  public void use(KeyRing keys) {
    ring = keys;
  }

  /**
   * The form to be stored.
   *
   * @throws ServiceUnavailable KEY or DEVICE: then nothing may be stored
   */
  public String sealText(FieldPlace place, String clear) {
    return sealText(ring().current(), place, clear);
  }

  private static String sealText(DataKey key, FieldPlace place, String clear) {
    byte[] sealed = key.encrypt(place, clear.getBytes(StandardCharsets.UTF_8));
    return prefix(key) + Base64.getEncoder().withoutPadding().encodeToString(sealed);
  }

  /**
   * The same for what must be stored whether there is a key or not: in clear then. Asks neither the
   * database nor the device.
   */
  public String sealTextIfReady(FieldPlace place, String clear) {
    return inMemory().isEmpty() ? clear : sealText(inMemory().get(0), place, clear);
  }

  /** What stands for a word in an index; the word itself while there is no key. */
  public String blind(String word) {
    return inMemory().isEmpty() ? word : inMemory().get(0).blind(word);
  }

  /** Everything that may stand for a word in an index. */
  public List<String> blinds(String word) {
    return Stream.concat(Stream.of(word), inMemory().stream().map(key -> key.blind(word))).toList();
  }

  private List<DataKey> inMemory() {
    KeyRing present = ring;
    return present == null ? List.of() : present.inMemory();
  }

  /** The same for octets. */
  public byte[] sealOctets(FieldPlace place, byte[] clear) {
    DataKey key = ring().current();
    byte[] prefix = prefix(key).getBytes(StandardCharsets.US_ASCII);
    byte[] sealed = key.encrypt(place, clear);
    byte[] whole = Arrays.copyOf(prefix, prefix.length + sealed.length);
    System.arraycopy(sealed, 0, whole, prefix.length, sealed.length);
    return whole;
  }

  /** The same for a DER object. */
  public byte[] sealOctets(FieldPlace place, Der clear) {
    return sealOctets(place, clear.octets());
  }

  /**
   * What was stored at this place.
   *
   * @throws RequestRefused SEAL_BROKEN: altered, moved, or not written by this system; an alarm is
   *     raised
   * @throws ServiceUnavailable KEY or DEVICE
   */
  public String openText(FieldPlace place, String stored) {
    int colon = stored.startsWith(VERSION) ? stored.indexOf(':', VERSION.length()) : -1;
    if (colon < 0) {
      return clear(place, NOTHING.contains(stored), stored);
    }
    try {
      byte[] sealed = Base64.getDecoder().decode(stored.substring(colon + 1));
      byte[] clear = opened(place, stored.substring(VERSION.length(), colon), sealed);
      return new String(clear, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw broken(place, "it is not encoded as it should be", e);
    }
  }

  /** The same for octets. */
  public byte[] openOctets(FieldPlace place, byte[] stored) {
    int colon = endOfPrefix(stored);
    if (colon < 0) {
      return clear(place, stored.length == 0, stored);
    }
    String keyId =
        new String(stored, VERSION.length(), colon - VERSION.length(), StandardCharsets.ISO_8859_1);
    return opened(place, keyId, Arrays.copyOfRange(stored, colon + 1, stored.length));
  }

  /** Whether these octets were encrypted here. */
  public static boolean isSealed(byte[] stored) {
    return endOfPrefix(stored) >= 0;
  }

  /** Whether this text was encrypted here. */
  public static boolean isSealed(String stored) {
    return stored.startsWith(VERSION);
  }

  private static int endOfPrefix(byte[] stored) {
    int begin = VERSION.length();
    if (stored.length <= begin
        || !new String(stored, 0, begin, StandardCharsets.ISO_8859_1).equals(VERSION)) {
      return -1;
    }
    for (int at = begin; at < Math.min(stored.length, begin + KEY_ID_MAX); at++) {
      if (stored[at] == ':') {
        return at;
      }
    }
    return -1;
  }

  private byte[] opened(FieldPlace place, String keyId, byte[] sealed) {
    Optional<DataKey> key = ring().find(keyId);
    if (key.isEmpty()) {
      throw broken(place, "its data key is not known", null);
    }
    try {
      return key.get().decrypt(place, sealed);
    } catch (GeneralSecurityException e) {
      throw broken(place, "it was altered, or stood elsewhere", e);
    }
  }

  private <T> T clear(FieldPlace place, boolean nothing, T stored) {
    if (nothing || ring().mayStandInClear()) {
      return stored;
    }
    throw broken(place, "it is not encrypted", null);
  }

  private RequestRefused broken(FieldPlace place, String why, @Nullable Throwable cause) {
    ring().broken(place, why);
    String detail = "the stored value " + place + " is not what this system wrote: " + why;
    return cause == null
        ? new RequestRefused(Refusal.SEAL_BROKEN, detail)
        : new RequestRefused(Refusal.SEAL_BROKEN, detail, cause);
  }

  private KeyRing ring() {
    KeyRing present = ring;
    if (present == null) {
      throw new ServiceUnavailable(ServiceUnavailable.Cause.KEY, "this node has no data keys yet");
    }
    return present;
  }

  private static String prefix(DataKey key) {
    return VERSION + key.id() + ":";
  }
}
