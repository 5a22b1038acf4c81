package org.opentws.access.store;

import java.time.Instant;
import org.opentws.value.Der;

/**
 * A key that signs recovery documents instead of the one before it, as two persons agreed.
 *
 * @param version 1 for the first that followed the installation's own
 * @param at when it was agreed
 */
public record OfficerSigner(
    int version, Der certificate, String requester, String approver, Instant at) {}
