package org.opentws.revocationstatus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.opentws.revocationstatus.store.CertificateName;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.Sha256;

/**
 * The {@link ListedDigest} of each CA after each of its last changes: whoever reads the rows at
 * some moment compares them with what they were at that very moment. Not for several threads.
 */
final class ListedDigests {
  /** More changes than happen while a list is read. */
  private static final int KEPT_MAX = 10_000;

  private final byte[] salt;
  private final MessageDigest digest = Sha256.digest();
  private final Map<String, TreeMap<Long, ListedDigest>> histories = new HashMap<>();

  ListedDigests(byte[] salt) {
    this.salt = salt.clone();
  }

  /**
   * Takes a change in.
   *
   * @param before what was known of the certificate; empty if nothing was
   */
  void change(CertificateName name, Optional<KnownChange> before, KnownChange after) {
    TreeMap<Long, ListedDigest> history =
        histories.computeIfAbsent(name.issuer(), issuer -> new TreeMap<>());
    ListedDigest listed = history.isEmpty() ? ListedDigest.EMPTY : history.lastEntry().getValue();
    if (before.isPresent() && before.get().state() != CertificateState.GOOD) {
      ByteBuffer entry = entry(name, before.get());
      listed = listed.without(entry.getLong(), entry.getLong());
    }
    if (after.state() != CertificateState.GOOD) {
      listed = add(listed, name, after);
    }
    history.put(after.sequence(), listed);
    if (history.size() > KEPT_MAX) {
      history.pollFirstEntry();
    }
  }

  /** The digest with one more certificate. */
  ListedDigest add(ListedDigest listed, CertificateName name, KnownChange change) {
    ByteBuffer entry = entry(name, change);
    return listed.with(entry.getLong(), entry.getLong());
  }

  /** What it was after the change with a number; empty if that is too long ago. */
  Optional<ListedDigest> at(String issuer, long sequence) {
    TreeMap<Long, ListedDigest> history = histories.get(issuer);
    if (history == null) {
      return Optional.of(ListedDigest.EMPTY);
    }
    Map.Entry<Long, ListedDigest> entry = history.floorEntry(sequence);
    if (entry != null) {
      return Optional.of(entry.getValue());
    }
    return history.size() < KEPT_MAX ? Optional.of(ListedDigest.EMPTY) : Optional.empty();
  }

  private ByteBuffer entry(CertificateName name, KnownChange change) {
    ByteBuffer numbers = ByteBuffer.allocate(2 * Long.BYTES);
    numbers.putLong(change.sequence()).putLong(change.content());
    digest.update(salt);
    digest.update(numbers.array());
    digest.update(name.serial().value().toByteArray());
    digest.update((byte) 0);
    return ByteBuffer.wrap(digest.digest(name.issuer().getBytes(StandardCharsets.UTF_8)));
  }
}
