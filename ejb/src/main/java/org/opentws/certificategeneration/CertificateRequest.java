package org.opentws.certificategeneration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * What registration seals and sends (R1.7): the approved order, the application it comes from, and
 * the evidence that the subject holds the private key.
 *
 * @param applicationId registration's id; the same id never gets a second certificate
 * @param proofOfPossession the subject's own PKCS#10; generation verifies it once more (CG1.3), so
 *     that no key reaches a certificate on anybody's word alone
 */
public record CertificateRequest(
    String applicationId, CertificateOrder order, Der proofOfPossession) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public CertificateRequest {
    if (!applicationId.matches("[A-Za-z0-9._-]{1,64}")) {
      throw new IllegalArgumentException("application id");
    }
  }

  /** The content of the sealed message. */
  public String toJson() {
    ObjectNode json = JSON.createObjectNode();
    json.put("applicationId", applicationId);
    json.put("profile", order.profile());
    json.put("issuer", order.issuer());
    json.put("subjectPublicKeyInfo", base64(order.subjectPublicKeyInfo()));
    ObjectNode subject = json.putObject("subject");
    order.subject().forEach(subject::put);
    json.put("consent", order.consent());
    json.put("pkcs10", base64(proofOfPossession));
    return json.toString();
  }

  /**
   * Reads the content of a sealed message.
   *
   * @throws RequestRefused MALFORMED_REQUEST
   */
  public static CertificateRequest parse(String json) {
    try {
      JsonNode root = JSON.readTree(json);
      JsonNode consent = root.path("consent");
      if (!consent.isBoolean()) {
        throw malformed("consent");
      }
      CertificateOrder order =
          new CertificateOrder(
              text(root, "profile"),
              text(root, "issuer"),
              der(root, "subjectPublicKeyInfo"),
              subject(root.path("subject")),
              consent.booleanValue());
      return new CertificateRequest(text(root, "applicationId"), order, der(root, "pkcs10"));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new RequestRefused(
          Refusal.MALFORMED_REQUEST, "the certificate request cannot be read", e);
    }
  }

  private static Map<String, String> subject(JsonNode node) {
    if (!node.isObject()) {
      throw malformed("subject");
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> attributes.put(name, text(node, name)));
    return attributes;
  }

  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    if (!value.isTextual()) {
      throw malformed(field);
    }
    return value.textValue();
  }

  private static Der der(JsonNode object, String field) {
    return Der.of(Base64.getDecoder().decode(text(object, field)));
  }

  private static String base64(Der der) {
    return Base64.getEncoder().encodeToString(der.octets());
  }

  private static RequestRefused malformed(String field) {
    return new RequestRefused(
        Refusal.MALFORMED_REQUEST, "certificate request without a proper field " + field);
  }
}
