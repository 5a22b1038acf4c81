package org.opentws.revocationmanagement.web;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A subject's own status change request.
 *
 * @param signed base64 of the CMS SignedData
 */
public record SignedStatusChangeBody(
    @Schema(
            description =
                "base64 of a CMS SignedData by the certificate's own key, the certificate and the"
                    + " content enclosed; the content is JSON {id, issuer, serial, action:"
                    + " suspend|revoke, reason, invalidityDate}")
        String signed) {}
