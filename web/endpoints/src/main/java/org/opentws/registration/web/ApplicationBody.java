package org.opentws.registration.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.Consent;
import org.opentws.registration.IdentityEvidence;
import org.opentws.registration.NewApplication;

/**
 * The body of a new application.
 *
 * @param profile name of a certificate profile
 * @param pkcs10 PEM text, or base64 of the DER
 * @param subject attribute values by name
 * @param consent true or false, or {publication, terms}
 * @param evidence one piece {type, reference, text}, or a list of them
 * @param revocationPassphrase with which the subject will revoke without its key
 * @param registrationAuthority through which it comes; the first of the system's if it names none
 */
@Schema(name = "NewApplication")
public record ApplicationBody(
    String profile,
    String pkcs10,
    Map<String, String> subject,
    @Schema(
            oneOf = {Boolean.class, Consent.class},
            description = "to publication: true or false, or with the terms that were agreed to")
        JsonNode consent,
    @Schema(
            type = SchemaType.ARRAY,
            nullable = true,
            implementation = IdentityEvidence.class,
            description = "one piece or a list of pieces")
        @Nullable JsonNode evidence,
    Optional<String> revocationPassphrase,
    Optional<String> registrationAuthority) {
  private static final Set<String> EVIDENCE_FIELDS = Set.of("type", "reference", "text");
  private static final Set<String> CONSENT_FIELDS = Set.of("publication", "terms");

  /**
   * The same in the words of registration.
   *
   * @throws RequestRefused MALFORMED_REQUEST, naming the field
   */
  NewApplication toNewApplication() {
    return new NewApplication(
        profile,
        pkcs10,
        subject,
        readConsent(consent),
        readEvidence(evidence),
        revocationPassphrase,
        registrationAuthority);
  }

  /** Neither a person's name nor the passphrase. */
  @Override
  public String toString() {
    return "ApplicationBody";
  }

  // R1.6: an application that does not say is not taken for a yes, nor for a no.
  private static Consent readConsent(JsonNode consent) {
    if (consent.isBoolean()) {
      return new Consent(consent.booleanValue(), Optional.empty());
    }
    requireObject(consent, "consent", CONSENT_FIELDS);
    if (!consent.path("publication").isBoolean()) {
      throw malformed("consent.publication must be true or false");
    }
    Optional<String> terms =
        consent.has("terms") ? Optional.of(text(consent, "consent", "terms")) : Optional.empty();
    return new Consent(consent.path("publication").booleanValue(), terms);
  }

  static List<IdentityEvidence> readEvidence(@Nullable JsonNode evidence) {
    if (evidence == null || evidence.isNull()) {
      return List.of();
    }
    if (!evidence.isArray()) {
      return List.of(piece(evidence));
    }
    List<IdentityEvidence> pieces = new ArrayList<>();
    evidence.forEach(piece -> pieces.add(piece(piece)));
    return pieces;
  }

  private static IdentityEvidence piece(JsonNode piece) {
    requireObject(piece, "evidence", EVIDENCE_FIELDS);
    return new IdentityEvidence(
        text(piece, "evidence", "type"),
        piece.has("reference") ? text(piece, "evidence", "reference") : "",
        piece.has("text") ? text(piece, "evidence", "text") : "");
  }

  private static void requireObject(JsonNode node, String name, Set<String> known) {
    if (!node.isObject()) {
      throw malformed(name + " is not of the expected form");
    }
    for (Iterator<String> fields = node.fieldNames(); fields.hasNext(); ) {
      if (!known.contains(fields.next())) {
        throw malformed(name + " has an unknown field");
      }
    }
  }

  private static String text(JsonNode object, String name, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw malformed(name + "." + field + " must be text");
    }
    return value.textValue();
  }

  private static RequestRefused malformed(String detail) {
    return new RequestRefused(Refusal.MALFORMED_REQUEST, detail);
  }
}
