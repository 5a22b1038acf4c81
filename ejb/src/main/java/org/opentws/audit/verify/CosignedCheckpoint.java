package org.opentws.audit.verify;

import java.util.ArrayList;
import java.util.List;
import org.opentws.audit.format.SignedNote;
import org.opentws.audit.store.CosignedNote;

/** A checkpoint as one text: signed by the log, then by its witnesses. */
public final class CosignedCheckpoint {
  private CosignedCheckpoint() {}

  /**
   * The text of what is stored.
   *
   * @throws org.opentws.audit.format.BrokenLog the stored note cannot be read
   */
  public static SignedNote of(CosignedNote stored) {
    SignedNote note = SignedNote.parse(stored.note().note());
    List<SignedNote.Signature> signatures = new ArrayList<>(note.signatures());
    stored.cosignatures().stream()
        .map(one -> new SignedNote.Signature(one.name(), one.keyId(), one.value()))
        .forEach(signatures::add);
    return new SignedNote(note.text(), signatures);
  }
}
