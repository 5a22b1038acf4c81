package org.opentws.revocationstatus;

import java.util.Map;
import org.opentws.audit.Outcome;

/**
 * An answer before it is recorded, with what the record says of it.
 *
 * @param said details of the record
 */
record OcspDraft(OcspAnswer answer, Outcome outcome, String object, Map<String, String> said) {
  static OcspDraft failed(OcspFailure failure, Outcome outcome, String why) {
    return new OcspDraft(
        OcspAnswer.failed(failure),
        outcome,
        "ocsp",
        Map.of("responseStatus", failure.name(), "why", why));
  }
}
