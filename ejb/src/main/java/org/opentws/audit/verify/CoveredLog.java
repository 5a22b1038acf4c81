package org.opentws.audit.verify;

import org.opentws.audit.format.Checkpoint;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.format.StoredEdge;
import org.opentws.audit.format.TiledTree;
import org.opentws.audit.store.AuditLogReader;
import org.opentws.audit.store.CosignedNote;

/**
 * The log as far as a signed checkpoint covers it.
 *
 * @param size records that the checkpoint covers
 */
record CoveredLog(AuditLogReader reader, SignedNote checkpoint, long size) {
  static CoveredLog of(AuditLogReader reader, CosignedNote stored) {
    SignedNote checkpoint = CosignedCheckpoint.of(stored);
    return new CoveredLog(reader, checkpoint, Checkpoint.parse(checkpoint.text()).size());
  }

  /**
   * The tiles of its tree.
   *
   * @throws org.opentws.audit.format.BrokenLog the tree cannot be read
   */
  TiledTree.Tiles tiles() {
    StoredEdge stored = new StoredEdge(reader.tree());
    return stored.tiles(stored.at(size));
  }
}
