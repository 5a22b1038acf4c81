package org.opentws.revocationmanagement.store;

import java.time.Instant;

/** A request that waits for an officer's decision, and since when. */
public record PendingRequest(StatusChangeRequest request, Instant receivedAt) {}
