package org.opentws.registration.web;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The body of a rejection.
 *
 * @param reason the subscriber will read it
 */
@Schema(name = "Rejection")
public record RejectionBody(String reason) {}
