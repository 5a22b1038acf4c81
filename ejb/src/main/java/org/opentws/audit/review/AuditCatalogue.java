package org.opentws.audit.review;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.format.AuditField;

/** The published catalogue: event types, fields, and the schema of a record in JSON (AA4.2). */
public final class AuditCatalogue {
  private AuditCatalogue() {}

  /** An event type; its code is stable for ever. */
  public record Type(int code, String name, String title) {}

  /** A field of the details; its name is stable for ever. */
  public record Field(String name, String title, String kind) {}

  public static List<Type> types() {
    return Arrays.stream(AuditEventType.values())
        .map(type -> new Type(type.code(), type.name(), type.title()))
        .toList();
  }

  public static List<Field> fields() {
    return Arrays.stream(AuditField.values())
        .map(field -> new Field(field.fieldName(), field.title(), field.kind().name()))
        .toList();
  }

  /** JSON Schema (2020-12) of one record in exports and answers. */
  public static Map<String, Object> schema() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("index", described("integer", "position in the log, from 0"));
    properties.put("at", time("when it happened, UTC"));
    properties.put(
        "clockState",
        choice(List.of("INSYNC", "OUT_OF_SYNC", "DEGRADED", "HOLD", "LEAP_PENDING", "UNKNOWN")));
    properties.put("type", described("string", "name of the event type"));
    properties.put("title", described("string", "the event in words"));
    properties.put("outcome", choice(List.of("SUCCESS", "REFUSED", "FAILURE", "UNKNOWN")));
    properties.put("node", described("string", "the node that wrote it"));
    properties.put("actor", described("string", "account, component, or anonymous"));
    properties.put("actorKind", choice(List.of("ACCOUNT", "COMPONENT", "ANONYMOUS")));
    properties.put("object", described("string", "what it was done to"));
    properties.put("details", details());
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "A record of the OpenTWS audit log");
    schema.put("type", "object");
    schema.put("properties", properties);
    schema.put("required", List.copyOf(properties.keySet()));
    schema.put("additionalProperties", false);
    return schema;
  }

  private static Map<String, Object> details() {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (AuditField field : AuditField.values()) {
      fields.put(field.fieldName(), field(field));
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("type", "object");
    details.put("properties", fields);
    details.put("additionalProperties", false);
    return details;
  }

  private static Map<String, Object> field(AuditField field) {
    return switch (field.kind()) {
      case NUMBER -> described("integer", field.title());
      case FLAG -> described("boolean", field.title());
      case TIME -> time(field.title());
      case HEX -> {
        Map<String, Object> hex = described("string", field.title());
        hex.put("pattern", "^[0-9a-f]*$");
        yield hex;
      }
      case TEXT -> described("string", field.title());
      case PERSONAL -> {
        Map<String, Object> personal = described("string", field.title());
        personal.put("type", List.of("string", "null"));
        personal.put("description", field.title() + "; null once it is erased");
        yield personal;
      }
    };
  }

  private static Map<String, Object> described(String type, String description) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", type);
    schema.put("description", description);
    return schema;
  }

  private static Map<String, Object> time(String description) {
    Map<String, Object> schema = described("string", description);
    schema.put("format", "date-time");
    return schema;
  }

  private static Map<String, Object> choice(List<String> values) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("enum", values);
    return schema;
  }
}
