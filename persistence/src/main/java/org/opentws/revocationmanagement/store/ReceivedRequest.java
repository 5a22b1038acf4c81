package org.opentws.revocationmanagement.store;

/** A request and how far it has come. */
public record ReceivedRequest(StatusChangeRequest request, RequestOutcome outcome) {}
