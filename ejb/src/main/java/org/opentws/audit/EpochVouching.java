package org.opentws.audit;

import java.io.UncheckedIOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.opentws.audit.format.EpochVoucher;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.AuditTreeRepository;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vouches for this node's epochs with the audit key, by a record in the log: as soon as the key is
 * there, and for epochs that ended before, at the next start. Which those are stands in a file
 * outside the database, so that nobody can add one there. {@link #vouch} is used by one thread.
 */
final class EpochVouching {
  private static final Logger LOG = LoggerFactory.getLogger(EpochVouching.class);

  private final AuditSettings settings;
  private final CheckpointSigner signer;
  private final AuditTreeRepository repository;
  private final TrustedTime time;
  private final StateFile file;

  /** Guards what is open and under way. */
  private final Object lock = new Object();

  private final SortedMap<Long, String> open = new TreeMap<>();
  private boolean underWay;

  EpochVouching(
      AuditSettings settings,
      CheckpointSigner signer,
      AuditTreeRepository repository,
      TrustedTime time) {
    this.settings = settings;
    this.signer = signer;
    this.repository = repository;
    this.time = time;
    file = new StateFile(settings.stateDirectory(), "epochs");
    file.read().ifPresent(text -> text.lines().forEach(this::remember));
  }

  private void remember(String line) {
    if (line.matches("[0-9]{1,18} [0-9a-f]{64}")) {
      open.put(Long.valueOf(line.split(" ")[0]), line.split(" ")[1]);
    } else {
      LOG.warn("A line of the file of epochs cannot be read and is passed over");
    }
  }

  /** This node has opened an epoch. A crash before this line leaves an epoch without any record. */
  void opened(long epoch, byte[] commitment) {
    synchronized (lock) {
      open.put(epoch, HexFormat.of().formatHex(commitment));
      keep();
    }
  }

  private void keep() {
    StringBuilder text = new StringBuilder();
    open.forEach(
        (epoch, commitment) -> text.append(epoch).append(' ').append(commitment).append('\n'));
    try {
      file.write(text.toString());
    } catch (UncheckedIOException e) {
      // Memory knows it as long as the node lives: only a crash before the voucher loses it.
      LOG.warn("Which epochs are not vouched for yet cannot be kept", e);
    }
  }

  /** Vouches for what is open, if the key can be had now; else the next call does. */
  void vouch(SegmentFactory factory, GroupCommit groupCommit) {
    Optional<EpochVoucher> next = next();
    if (next.isEmpty()) {
      return;
    }
    try {
      EpochVoucher voucher = next.get();
      Optional<SignedNote.Signature> signature = sign(voucher);
      if (signature.isPresent()) {
        synchronized (lock) {
          underWay = true;
        }
        groupCommit.submitOwn(
            new GroupCommit.Entry(
                factory.own(
                    AuditEventType.AUDIT_EPOCH_VOUCHED,
                    Outcome.SUCCESS,
                    time.now(),
                    voucher.details(signature.get())),
                failure -> recorded(voucher, failure == null)));
      }
    } catch (RuntimeException e) {
      // Whoever signs checkpoints tells of the same failure.
      LOG.debug("The epochs of this node cannot be vouched for yet", e);
    }
  }

  private Optional<EpochVoucher> next() {
    synchronized (lock) {
      if (open.isEmpty() || underWay) {
        return Optional.empty();
      }
      SortedMap<Long, String> first = new TreeMap<>();
      open.entrySet().stream()
          .limit(EpochVoucher.EPOCHS_MAX)
          .forEach(epoch -> first.put(epoch.getKey(), epoch.getValue()));
      return Optional.of(new EpochVoucher(settings.origin(), settings.node(), first));
    }
  }

  private Optional<SignedNote.Signature> sign(EpochVoucher voucher) {
    SignedNote unsigned = new SignedNote(voucher.text(), List.of());
    return signer
        .sign(Der.of(unsigned.signedOctets()))
        .map(
            signature -> {
              Der keyId = SignedNote.ecdsaKeyId(signature.subjectPublicKeyInfo().octets());
              repository.addSigner(keyId, signature.certificate(), time.now());
              return new SignedNote.Signature(settings.origin(), keyId, signature.value());
            });
  }

  /**
   * A crash between the record and this line leaves epochs that are vouched for twice: harmless.
   */
  private void recorded(EpochVoucher voucher, boolean durable) {
    synchronized (lock) {
      underWay = false;
      if (durable) {
        voucher.commitments().keySet().forEach(open::remove);
        keep();
      }
    }
  }
}
