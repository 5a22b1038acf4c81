package org.opentws.registration.web;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.opentws.registration.IdentityEvidence;

/**
 * The body of an approval; may be missing.
 *
 * @param evidence what the officer saw, beside what was submitted
 */
@Schema(name = "Approval")
public record ApprovalBody(
    @Schema(type = SchemaType.ARRAY, nullable = true, implementation = IdentityEvidence.class)
        @Nullable JsonNode evidence) {}
