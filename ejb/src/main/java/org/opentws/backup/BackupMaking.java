package org.opentws.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.opentws.access.Caller;
import org.opentws.audit.DocumentSignature;
import org.opentws.backup.store.DatabaseSnapshot;
import org.opentws.backup.store.TableShape;
import org.opentws.dataencryption.store.DataKeyRepository;
import org.opentws.dataencryption.store.KeyEncryptionKey;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyEncryptionKeys;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.random.Randomness;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** Writes a backup into a stream. */
@ApplicationScoped
public class BackupMaking {
  private static final String AUTHORITY = "management";

  @Inject DataKeyRepository dataKeys;
  @Inject KeyEncryptionKeys keyEncryptionKeys;
  @Inject KeyUse keys;
  @Inject DocumentSignature signature;
  @Inject Randomness randomness;
  @Inject TrustedTime time;

  /** Who asked for which backup, and when it was begun. */
  private record Order(String id, Caller caller, Instant at) {}

  /** The management CA, which says which installation this is. */
  Der authority() {
    return keys.active(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, AUTHORITY).certificate();
  }

  /**
   * Everything at one moment.
   *
   * @param out closed here
   * @throws ServiceUnavailable DEVICE, KEY, DATABASE
   */
  void write(OutputStream out, DatabaseSnapshot snapshot, String id, Caller caller)
      throws IOException {
    byte[] key = randomness.octets(BackupCipher.KEY_OCTETS);
    try (OutputStream buffered = new BufferedOutputStream(out)) {
      BackupManifest.Key wrapped = wrapped(key);
      try (BackupWriter writer =
          new BackupWriter(buffered, new BackupCipher(id, key), randomness)) {
        Instant now = time.now();
        for (TableShape table : snapshot.tables()) {
          writer.table(snapshot, table);
        }
        byte[] manifest = manifest(new Order(id, caller, now), snapshot, wrapped, writer).encoded();
        writer.put(BackupManifest.NAME, manifest);
        writer.put(BackupManifest.SIGNATURE, signature.over(manifest, time.now()));
      }
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private BackupManifest manifest(
      Order order, DatabaseSnapshot snapshot, BackupManifest.Key key, BackupWriter writer) {
    return new BackupManifest(
        BackupManifest.FORMAT,
        order.id(),
        order.caller().account(),
        order.caller().person(),
        order.at().toString(),
        Sha256.hex(authority()),
        snapshot.schema(),
        snapshot.checkpoint().orElse(""),
        key,
        writer.tables(),
        snapshot.numbers(),
        writer.files());
  }

  private BackupManifest.Key wrapped(byte[] key) {
    List<KeyEncryptionKey> all = dataKeys.keyEncryptionKeys();
    if (all.isEmpty()) {
      throw new ServiceUnavailable(
          ServiceUnavailable.Cause.KEY, "there is no key-encryption key yet");
    }
    KeyEncryptionKey kek = all.get(all.size() - 1);
    Base64.Encoder base64 = Base64.getEncoder();
    return new BackupManifest.Key(
        kek.id(),
        kek.token(),
        base64.encodeToString(keyEncryptionKeys.wrap(kek.id(), key).octets()),
        kek.backup().map(der -> base64.encodeToString(der.octets())).orElse(""));
  }
}
