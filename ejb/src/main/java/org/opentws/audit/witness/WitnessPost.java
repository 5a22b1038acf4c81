package org.opentws.audit.witness;

import java.io.IOException;
import java.net.URI;

/** The way to a witness: one POST. */
@FunctionalInterface
interface WitnessPost {
  /** What came back; the body is at most 64 KiB of text. */
  record Answer(int status, String body) {}

  /** Sends a text. */
  Answer post(URI target, String body) throws IOException;
}
