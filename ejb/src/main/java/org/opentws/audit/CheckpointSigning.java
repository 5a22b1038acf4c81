package org.opentws.audit;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditTreeRepository;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.audit.store.SealedCheckpoint;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Signs the newest sealed tree. The sealer hands out only trees that continue what this node knows,
 * so a log that was set back is never signed. Used by one thread.
 */
final class CheckpointSigning {
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private final String origin;
  private final CheckpointSigner signer;
  private final AuditTreeRepository repository;
  private final KnownCheckpoint known;
  private final TrustedTime time;
  private final Consumer<String> alarm;
  private volatile long signedSize;
  private long knownSize;
  private long failingSinceNanos;
  private boolean failing;
  private boolean told;
  private @Nullable Der keptSigner;

  CheckpointSigning(
      String origin,
      CheckpointSigner signer,
      AuditTreeRepository repository,
      KnownCheckpoint known,
      TrustedTime time,
      Consumer<String> alarm) {
    this.origin = origin;
    this.signer = signer;
    this.repository = repository;
    this.known = known;
    this.time = time;
    this.alarm = alarm;
    this.signedSize = repository.signedSize();
    this.knownSize = known.read().map(Checkpoint::size).orElse(0L);
  }

  long signedSize() {
    return signedSize;
  }

  /**
   * Signs if there is something new; a failure that lasts is told once. Tried again by each call.
   * One at a time: the node's own round and its stop may meet here.
   */
  synchronized void sign(@Nullable SealedCheckpoint sealed) {
    if (sealed == null || (sealed.size() <= signedSize && sealed.size() <= knownSize)) {
      return;
    }
    try {
      signNew(sealed);
      failing = false;
      told = false;
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** When the server stops the signer may go a moment before the audit function does. */
  private void failed(RuntimeException why) {
    long now = time.monotonicNanos();
    failingSinceNanos = failing ? failingSinceNanos : now;
    failing = true;
    if (!told && now - failingSinceNanos > PATIENCE_NANOS) {
      told = true;
      alarm.accept("audit checkpoints cannot be signed: " + why.getMessage());
    }
  }

  private void signNew(SealedCheckpoint sealed) {
    Checkpoint checkpoint = new Checkpoint(origin, sealed.size(), sealed.root());
    SignedNote unsigned = new SignedNote(checkpoint.text(), List.of());
    Optional<CheckpointSignature> signature =
        sealed.size() > signedSize
            ? signer.sign(Der.of(unsigned.signedOctets()))
            : Optional.empty();
    if (signature.isEmpty()) {
      remember(unsigned, sealed.size());
      return;
    }
    Der keyId = SignedNote.ecdsaKeyId(signature.get().subjectPublicKeyInfo().octets());
    if (keptSigner == null || !keptSigner.equals(keyId)) {
      repository.addSigner(keyId, signature.get().certificate(), time.now());
      keptSigner = keyId;
    }
    SignedNote note =
        new SignedNote(
            checkpoint.text(),
            List.of(new SignedNote.Signature(origin, keyId, signature.get().value())));
    // A crash between these two leaves a signed note that the file does not know yet: harmless.
    repository.addNote(new CheckpointNote(sealed.size(), note.encoded(), time.now()));
    signedSize = sealed.size();
    remember(note, sealed.size());
  }

  private void remember(SignedNote note, long size) {
    known.write(note);
    knownSize = size;
  }
}
