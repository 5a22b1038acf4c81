package org.opentws.revocationstatus;

import java.time.Instant;

/**
 * A CA whose certificates this service answers for.
 *
 * @param id the CA's id, for example "issuing"
 * @param notBefore of its certificate: status is kept since then (archive cut-off)
 */
record ServedCa(String id, Instant notBefore) {}
