package org.opentws.certificategeneration.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** The allowed profiles (CG1.5): read once, each valid against the schema, or nothing starts. */
@ApplicationScoped
public class ProfileCatalogue {
  private static final List<String> SHIPPED =
      List.of(
          "qualified-esign-natural-person",
          "ocsp-responder",
          "time-stamping-unit",
          "infrastructure-tls-server",
          "infrastructure-database-client",
          "infrastructure-signing",
          "infrastructure-machine",
          "control");

  private final Map<String, CertificateProfile> profiles;

  public ProfileCatalogue() {
    Map<String, CertificateProfile> read = new LinkedHashMap<>();
    for (String name : SHIPPED) {
      read.put(name, parse(name, resource("/profiles/" + name + ".yaml")));
    }
    profiles = Collections.unmodifiableMap(read);
  }

  /**
   * The profile of that name.
   *
   * @throws RequestRefused PROFILE_VIOLATION if there is none
   */
  public CertificateProfile get(String name) {
    CertificateProfile profile = profiles.get(name);
    if (profile == null) {
      throw new RequestRefused(Refusal.PROFILE_VIOLATION, "there is no such certificate profile");
    }
    return profile;
  }

  /** The same; empty for certificates that no profile decides. */
  public Optional<CertificateProfile> find(String name) {
    return Optional.ofNullable(profiles.get(name));
  }

  public Collection<CertificateProfile> all() {
    return profiles.values();
  }

  /**
   * Reads a document.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static CertificateProfile parse(String name, String yaml) {
    ObjectMapper mapper = new ObjectMapper(new YAMLFactory());
    try {
      JsonNode document = mapper.readTree(yaml);
      Set<ValidationMessage> errors = Schema.PROFILE.validate(document);
      if (!errors.isEmpty()) {
        List<String> messages = new ArrayList<>();
        errors.forEach(error -> messages.add(error.getMessage()));
        throw new IllegalArgumentException("profile " + name + ": " + messages);
      }
      CertificateProfile profile = mapper.treeToValue(document, CertificateProfile.class);
      check(name, profile);
      return profile;
    } catch (IOException e) {
      throw new IllegalArgumentException("profile " + name + " cannot be read", e);
    }
  }

  /** What a schema cannot say. */
  private static void check(String name, CertificateProfile profile) {
    if (!profile.name().equals(name)) {
      throw new IllegalArgumentException("profile " + name + " calls itself " + profile.name());
    }
    // Periods have no order of their own; any leap year makes the comparison strict enough.
    LocalDate day = LocalDate.of(2024, 1, 1);
    CertificateProfile.Validity validity = profile.validity();
    LocalDate end = day.plus(validity.certificateLife());
    if (!end.isAfter(day) || end.isAfter(day.plus(validity.longest()))) {
      throw new IllegalArgumentException("profile " + name + ": validity beyond its own maximum");
    }
    if (validity.keyLife().filter(life -> day.plus(life).isAfter(end)).isPresent()) {
      throw new IllegalArgumentException("profile " + name + ": the key outlives its certificate");
    }
  }

  private static String resource(String path) {
    try (InputStream in = ProfileCatalogue.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(path + " is missing");
      }
      return new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(path + " cannot be read", e);
    }
  }

  /** Held apart, so that the schema is compiled once. */
  private static final class Schema {
    static final JsonSchema PROFILE =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(resource("/profiles/profile.schema.json"));
  }
}
