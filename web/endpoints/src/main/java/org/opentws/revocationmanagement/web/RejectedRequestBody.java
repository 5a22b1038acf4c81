package org.opentws.revocationmanagement.web;

/**
 * Which request is turned down.
 *
 * @param reason told to the requester
 */
public record RejectedRequestBody(String id, String reason) {}
