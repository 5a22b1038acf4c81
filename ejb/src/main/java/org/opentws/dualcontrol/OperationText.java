package org.opentws.dualcontrol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.opentws.access.SealedText;
import org.opentws.dualcontrol.store.OperationApproval;
import org.opentws.dualcontrol.store.OperationRequest;

/** Parameters and results as text, always the same text for the same values; and the hash. */
final class OperationText {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<TreeMap<String, String>> VALUES = new TypeReference<>() {};

  private OperationText() {}

  /** Canonical: sorted by name, no white space. */
  static String of(Map<String, String> values) {
    try {
      return JSON.writeValueAsString(new TreeMap<>(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text cannot be written as JSON", e);
    }
  }

  static Map<String, String> values(String text) {
    try {
      return JSON.readValue(text, VALUES);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored operation cannot be read", e);
    }
  }

  /** Every field of the request but the hash: what is approved, hashed and sealed. */
  static SealedText statement(OperationRequest request) {
    return SealedText.of(
        "opentws-operation-1",
        List.of(
            request.id(),
            request.type(),
            request.parameters(),
            request.description(),
            request.requester().account(),
            request.requester().person(),
            request.requestedAt().toString(),
            request.expiresAt().toString()));
  }

  static String hash(OperationRequest request) {
    return statement(request).hash();
  }

  /** What one person agrees to: the operation, by its hash, as this person. */
  static SealedText decision(OperationRequest request, OperationRequest.Person by) {
    return SealedText.of(
        "opentws-decision-1", List.of(request.id(), request.hash(), by.account(), by.person()));
  }

  /** One person's agreement, as it is sealed. */
  static SealedText agreement(OperationRequest request, OperationApproval.Agreement agreement) {
    return SealedText.of(
        "opentws-approval-1",
        List.of(
            decision(request, agreement.by()).text(),
            agreement.at().toString(),
            agreement.factor(),
            agreement.evidence()));
  }
}
