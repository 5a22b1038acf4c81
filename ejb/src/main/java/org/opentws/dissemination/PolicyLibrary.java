package org.opentws.dissemination;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.opentws.value.Der;

/**
 * The policy documents that are shipped: {@code /policies/index.json} names them, and a document
 * that is named but missing stops the start.
 */
@ApplicationScoped
public class PolicyLibrary {
  private static final String FOLDER = "/policies/";

  private final List<PolicyDocument> documents;

  public PolicyLibrary() {
    documents = read();
  }

  public List<PolicyDocument> all() {
    return documents;
  }

  private static List<PolicyDocument> read() {
    List<PolicyDocument> found = new ArrayList<>();
    try {
      for (JsonNode entry : new ObjectMapper().readTree(resource("index.json"))) {
        found.add(
            new PolicyDocument(
                text(entry, "oid"),
                text(entry, "name"),
                text(entry, "kind"),
                text(entry, "version"),
                text(entry, "title"),
                LocalDate.parse(text(entry, "validFrom")),
                Der.of(resource(text(entry, "file")))));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the policy documents cannot be read", e);
    }
    return List.copyOf(found);
  }

  private static String text(JsonNode entry, String field) {
    JsonNode value = entry.path(field);
    if (!value.isTextual()) {
      throw new IllegalStateException("policies/index.json: an entry lacks " + field);
    }
    return value.textValue();
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = PolicyLibrary.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("missing resource " + FOLDER + name);
      }
      return in.readAllBytes();
    }
  }
}
