package org.opentws.access.administration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentws.access.administration.InstallationDocument.InstalledUser;
import org.opentws.access.store.Role;

/**
 * What the recovery ceremony wrote (docs/ceremony.md): new Security Officers for a system that has
 * too few left. Read only after its signature was found good.
 *
 * @param installation SHA-256 of the document of the installation that it is for
 * @param disabled accounts that open nothing any more
 */
record RecoveryDocument(
    Instant createdAt,
    boolean demo,
    String installation,
    List<InstalledUser> users,
    List<String> disabled) {
  private static final String FORMAT = "opentws-recovery-1";

  /** One that lay about for longer is held again: nobody knows any more who saw it. */
  private static final Duration AGE_MAX = Duration.ofDays(7);

  /** The clock of the machine where the ceremony was held may be ahead so far. */
  private static final Duration AHEAD_MAX = Duration.ofMinutes(10);

  private static final int OFFICERS_MIN = 2;

  /**
   * Reads it.
   *
   * @throws IllegalStateException it is not such a document
   */
  static RecoveryDocument parse(byte[] text) {
    try {
      JsonNode root = InstallationDocument.JSON.readTree(text);
      if (!FORMAT.equals(root.path("format").asText())) {
        throw new IllegalStateException("recovery document: format is not " + FORMAT);
      }
      List<String> disabled = new ArrayList<>();
      root.required("disabled").forEach(account -> disabled.add(account.asText()));
      return new RecoveryDocument(
          Instant.parse(InstallationDocument.text(root, "createdAt")),
          root.required("demo").booleanValue(),
          InstallationDocument.text(root, "installation"),
          InstallationDocument.users(root.required("persons")),
          disabled);
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new IllegalStateException("recovery document: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("recovery document cannot be read", e);
    }
  }

  /**
   * Why it makes no officers here and now; empty if it may.
   *
   * @param system SHA-256 of the document that this system was installed from
   * @param demoSystem whether that one was a demonstration
   */
  Optional<String> objection(String system, boolean demoSystem, Instant now) {
    if (!installation.equals(system)) {
      return Optional.of("it was made for another system");
    }
    if (demo != demoSystem) {
      return Optional.of(
          "a demonstration makes no officers of a system in earnest, nor the reverse");
    }
    if (createdAt.isAfter(now.plus(AHEAD_MAX)) || createdAt.isBefore(now.minus(AGE_MAX))) {
      return Optional.of("it was made at " + createdAt + ": too old, or not yet");
    }
    if (users.stream().anyMatch(user -> !user.roles().equals(Set.of(Role.SECURITY_OFFICER)))) {
      return Optional.of("recovery makes Security Officers and nobody else");
    }
    Set<String> persons =
        users.stream().map(user -> user.user().person()).collect(Collectors.toSet());
    return persons.size() < OFFICERS_MIN || persons.size() < users.size()
        ? Optional.of("it must name two persons or more, each once")
        : Optional.empty();
  }
}
