package org.opentws.dissemination;

import java.time.Instant;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/**
 * Something that may be given out, with what HTTP caches need to know.
 *
 * @param entityTag changes exactly when the content does; without quotes
 * @param lastModified since when the content is as it is
 */
public record DisseminatedObject(Der content, String entityTag, Instant lastModified) {
  static DisseminatedObject of(Der content, Instant lastModified) {
    return new DisseminatedObject(content, Sha256.hex(content), lastModified);
  }
}
