package org.opentws.audit.witness;

import java.util.List;
import java.util.Optional;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.StoredEdge;
import org.opentws.audit.format.TreeProof;
import org.opentws.audit.store.AuditDatabase;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.CheckpointNote;
import org.opentws.audit.store.Cosignature;
import org.opentws.value.Der;

/** What witnesses are told of the log, and where their cosignatures are kept. */
interface WitnessedLog {
  /** The newest signed checkpoint; empty if none was signed. */
  Optional<SignedNote> newest();

  /** Size of the largest checkpoint that the witness with this key has cosigned; 0 if none. */
  long cosignedBy(Der keyId);

  /** That the tree of one size, 1 or more, begins with that of a smaller one. */
  List<byte[]> consistency(long first, long second);

  /** Keeps a verified cosignature. */
  void keep(Cosignature cosignature);

  /** That of the database. */
  static WitnessedLog in(AuditDatabase database) {
    return new WitnessedLog() {
      @Override
      public Optional<SignedNote> newest() {
        return database.tree().lastNote().map(CheckpointNote::note).map(SignedNote::parse);
      }

      @Override
      public long cosignedBy(Der keyId) {
        return database.witnesses().cosignedBy(keyId);
      }

      @Override
      public List<byte[]> consistency(long first, long second) {
        try (AuditLogReader reader = database.reader()) {
          StoredEdge stored = new StoredEdge(reader.tree());
          return new TreeProof(stored.tiles(stored.at(second))).consistency(first, second);
        }
      }

      @Override
      public void keep(Cosignature cosignature) {
        database.witnesses().add(cosignature);
      }
    };
  }
}
