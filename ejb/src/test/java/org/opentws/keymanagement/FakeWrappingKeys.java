package org.opentws.keymanagement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.opentws.hsm.BackupKeyFacts;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.KeyProtection;
import org.opentws.hsm.WrappingKeyFacts;
import org.opentws.hsm.WrappingKeys;

/** The wrapping keys of a fake device. */
abstract class FakeWrappingKeys implements WrappingKeys {
  final Map<String, WrappingKeyFacts> wrappingKeys = new HashMap<>();

  /** Fails if the device is to fail at this call. */
  abstract void enter(String call);

  /** As the device has it. */
  public abstract Optional<BackupKeyFacts> backupKey();

  private void known(String label) {
    if (!wrappingKeys.containsKey(label)) {
      throw new HsmUnavailable("the fake device has no " + label);
    }
  }

  @Override
  public void generateWrappingKey(String label, KeyProtection protection) {
    enter("generateWrappingKey");
    boolean backup = protection == KeyProtection.BACKUP_UNDER_TRUSTED_KEY;
    wrappingKeys.put(label, new WrappingKeyFacts(256, true, backup, backup, true));
  }

  @Override
  public Optional<WrappingKeyFacts> wrappingKey(String label) {
    enter("wrappingKey");
    return Optional.ofNullable(wrappingKeys.get(label));
  }

  /** Stands for RFC 5649: the label of the key, then the secret. */
  @Override
  public byte[] wrapSecret(String label, byte[] secret) {
    enter("wrapSecret");
    known(label);
    return (label + "/" + HexFormat.of().formatHex(secret)).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] unwrapSecret(String label, byte[] given) {
    enter("unwrapSecret");
    known(label);
    String text = new String(given, StandardCharsets.UTF_8);
    if (!text.startsWith(label + "/")) {
      throw new IllegalArgumentException("CKR_WRAPPED_KEY_INVALID");
    }
    return HexFormat.of().parseHex(text.substring(label.length() + 1));
  }

  private byte[] backup(String label) {
    String check = backupKey().orElseThrow().checkValue();
    return (check + "/" + label).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] backUpWrappingKey(String label) {
    enter("backUpWrappingKey");
    return backup(label);
  }

  @Override
  public void restoreWrappingKey(String label, byte[] given) {
    enter("restoreWrappingKey");
    if (!Arrays.equals(backup(label), given)) {
      throw new IllegalArgumentException("CKR_WRAPPED_KEY_INVALID");
    }
    wrappingKeys.put(label, new WrappingKeyFacts(256, true, true, true, true));
  }
}
