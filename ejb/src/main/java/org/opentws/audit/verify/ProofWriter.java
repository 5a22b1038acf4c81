package org.opentws.audit.verify;

import java.util.List;
import java.util.Optional;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.format.EntryBundle;
import org.opentws.audit.format.RecordProof;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.TreeProof;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.StoredRow;
import org.opentws.value.Der;

/** Makes proofs that records stand in the log, against its last signed checkpoint. */
public final class ProofWriter {
  private final CoveredLog log;
  private final TreeProof proofs;

  private ProofWriter(CoveredLog log) {
    this.log = log;
    this.proofs = new TreeProof(log.tiles());
  }

  /**
   * A writer over the log as it stands.
   *
   * @param covering index of a record: its proof shall end in a checkpoint that witnesses have
   *     cosigned, if there is one that covers it; {@code Long.MAX_VALUE}: in the newest checkpoint
   * @return empty if no checkpoint is signed yet
   * @throws BrokenLog the tree cannot be read
   */
  public static Optional<ProofWriter> over(AuditLogReader reader, long covering) {
    return reader.lastNote(covering).map(stored -> new ProofWriter(CoveredLog.of(reader, stored)));
  }

  /** Records that the checkpoint covers. */
  public long size() {
    return log.size();
  }

  public SignedNote checkpoint() {
    return log.checkpoint();
  }

  /**
   * The proof for a record.
   *
   * @throws BrokenLog it is not there, or not what was sealed: verify the log
   */
  public RecordProof of(long index) {
    StoredRow row =
        log.reader()
            .rowAt(index)
            .filter(found -> found.contents().isPresent() && index < log.size())
            .orElseThrow(() -> new BrokenLog("there is no record " + index));
    List<byte[]> entries = EntryBundle.of(row.sealed().item().kind(), row.contents().orElseThrow());
    int position = (int) (index - row.sealed().first());
    if (position >= entries.size()) {
      throw new BrokenLog("record " + index + " is missing in its row");
    }
    List<Der> path = proofs.inclusion(index, log.size()).stream().map(Der::of).toList();
    RecordProof proof =
        new RecordProof(Der.of(entries.get(position)), index, path, log.checkpoint());
    if (!proof.holds()) {
      throw new BrokenLog("record " + index + " is not what was sealed");
    }
    return proof;
  }
}
