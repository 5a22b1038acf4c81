package org.opentws.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The JSON texts in which an application's personal data are stored. */
public final class ApplicationJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ApplicationJson() {}

  /** Equal subjects give equal text: the names are sorted. */
  static String ofSubject(SortedMap<String, String> subject) {
    return write(subject);
  }

  static String ofEvidence(List<IdentityEvidence> evidence) {
    return write(evidence);
  }

  /** Attributes by name. */
  public static SortedMap<String, String> subject(String json) {
    return read(json, new TypeReference<TreeMap<String, String>>() {});
  }

  /** Pieces as they were given. */
  public static List<IdentityEvidence> evidence(String json) {
    return read(json, new TypeReference<List<IdentityEvidence>>() {});
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("strings, lists and maps are always JSON", e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      // Without the cause: its message quotes personal data.
      throw new IllegalStateException("a stored application is not what was written");
    }
  }
}
