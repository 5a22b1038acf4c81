package org.opentws.revocationmanagement.web;

/** Which request is granted. */
public record ApprovedRequestBody(String id) {}
