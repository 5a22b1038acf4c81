package org.opentws.audit.store;

import java.util.List;

/**
 * A signed checkpoint with what witnesses have put under it.
 *
 * @param cosignatures all of its size, oldest first; none, if it has none
 */
public record CosignedNote(CheckpointNote note, List<Cosignature> cosignatures) {
  public CosignedNote {
    cosignatures = List.copyOf(cosignatures);
  }
}
