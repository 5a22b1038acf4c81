package org.opentws.revocationstatus.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * A CRL, never changed once stored.
 *
 * @param ca the issuing CA's id
 * @param number its CRL number
 * @param changeSequence every status change up to this number is in it; 0 for an offline CA's
 */
public record StoredCrl(
    String ca, long number, Der der, Instant thisUpdate, Instant nextUpdate, long changeSequence) {}
