package org.opentws.access.administration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.opentws.access.AccountSeals;
import org.opentws.access.InstalledKey;
import org.opentws.access.SealedText;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.value.Der;

/**
 * What the installation ceremony wrote (docs/ceremony.md): read only after its signature was found
 * good, and refused as a whole if anything in it is not as expected.
 *
 * @param recoveryCertificate of the key, kept in shares, that signs recovery documents; empty in a
 *     system that was installed without one: nobody can recover its officers
 */
record InstallationDocument(
    boolean demo,
    List<InstalledUser> users,
    List<InstalledKey> keys,
    Optional<Der> recoveryCertificate) {
  private static final String FORMAT = "opentws-installation-1";
  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** A person with an account. */
  record InstalledUser(NewUser user, Set<Role> roles) {
    SealedText statement() {
      User asInstalled =
          new User(user.account(), user.person(), user.passwordHash().text(), Instant.EPOCH);
      roles.forEach(role -> asInstalled.assign(role, Instant.EPOCH));
      return AccountSeals.statement(asInstalled, List.of(user.certificate().fingerprint()));
    }
  }

  /** What may be believed of each account while nothing has changed it. */
  Map<String, SealedText> statements() {
    return users.stream()
        .collect(
            Collectors.toMap(installed -> installed.user().account(), InstalledUser::statement));
  }

  static InstallationDocument parse(byte[] text) {
    try {
      JsonNode root = JSON.readTree(text);
      if (!FORMAT.equals(root.path("format").asText())) {
        throw new IllegalStateException("installation document: format is not " + FORMAT);
      }
      return new InstallationDocument(
          root.required("demo").booleanValue(),
          users(root.required("persons")),
          keys(root.required("keys")),
          Optional.ofNullable(root.get("recoveryCertificate"))
              .map(certificate -> Der.of(Base64.getDecoder().decode(certificate.textValue()))));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IllegalStateException("installation document: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IllegalStateException("installation document cannot be read", e);
    }
  }

  static List<InstalledUser> users(JsonNode persons) {
    List<InstalledUser> users = new ArrayList<>();
    for (JsonNode person : persons) {
      Set<Role> roles = EnumSet.noneOf(Role.class);
      person.required("roles").forEach(role -> roles.add(Role.valueOf(role.textValue())));
      users.add(
          new InstalledUser(
              NewUser.of(
                  text(person, NewUser.ACCOUNT),
                  text(person, NewUser.PERSON),
                  text(person, "controlCertificate"),
                  text(person, NewUser.PASSWORD_HASH)),
              roles));
    }
    return users;
  }

  private static List<InstalledKey> keys(JsonNode entries) {
    List<InstalledKey> keys = new ArrayList<>();
    for (JsonNode key : entries) {
      keys.add(
          new InstalledKey(
              text(key, "keyId"),
              text(key, "label"),
              text(key, "purpose"),
              text(key, "owner"),
              text(key, "token"),
              text(key, "algorithm"),
              Der.of(Base64.getDecoder().decode(text(key, "certificate")))));
    }
    return keys;
  }

  static String text(JsonNode node, String name) {
    JsonNode value = node.required(name);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(name + " is not text");
    }
    return value.textValue();
  }
}
