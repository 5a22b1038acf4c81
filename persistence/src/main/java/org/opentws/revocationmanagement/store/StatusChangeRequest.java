package org.opentws.revocationmanagement.store;

import java.time.Instant;
import java.util.Optional;
import org.opentws.value.SerialNumber;

/**
 * A certificate status change request as it was received (RM1, RM3.1).
 *
 * @param id the requester's own id for it; a second one with this id is the same request
 * @param reason CRLReason code for REVOKE, else empty
 * @param invalidityDate since when the key is suspected, if known
 * @param requester account id, or the name of the system that sent it
 * @param dualControl two persons agreed (RM1.4)
 */
public record StatusChangeRequest(
    String id,
    String issuer,
    SerialNumber serial,
    StatusChangeAction action,
    Optional<Integer> reason,
    Optional<Instant> invalidityDate,
    String requester,
    boolean dualControl) {}
