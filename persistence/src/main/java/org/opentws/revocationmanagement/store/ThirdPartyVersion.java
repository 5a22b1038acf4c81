package org.opentws.revocationmanagement.store;

import java.time.Instant;
import org.opentws.value.SerialNumber;

/**
 * One version of a third party's right, as two persons agreed to it (RM1.5).
 *
 * @param organization the organizationName in the certificates that it may speak for
 * @param issuer the CA of those certificates, and of its own
 * @param serial of the certificate whose key speaks for it
 * @param admitted false if this version bars it
 */
public record ThirdPartyVersion(
    String name,
    int version,
    String organization,
    String issuer,
    SerialNumber serial,
    boolean admitted,
    String requester,
    String approver,
    Instant at) {}
