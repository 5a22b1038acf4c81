package org.opentws.authentication;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.opentws.access.SealedText;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** Asks authenticators and takes their answers; what was asked is gone when it was answered. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class AuthenticatorAnswers {
  private static final int TIMEOUT_MS = 60_000;

  @Inject FactorChallenges challenges;
  @Inject Authenticators authenticators;
  @Inject AuthenticatorRepository repository;
  @Inject WebAuthnConfiguration configuration;
  @Inject AuthenticationJournal journal;

  /** Options for {@code navigator.credentials.get}. */
  @PermitAll
  public String question(String account, SealedText decided) {
    return options(challenges.issue(account, decided), repository.of(account));
  }

  /** The same for somebody unknown: nothing waits for the answer. */
  @PermitAll
  public String idleQuestion() {
    return options(challenges.idle(), List.of());
  }

  private String options(Der challenge, List<AuthenticatorRow> registered) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("challenge", base64(challenge));
    options.put("rpId", configuration.rpId());
    options.put("timeout", TIMEOUT_MS);
    options.put("userVerification", "required");
    ArrayNode allowed = options.putArray("allowCredentials");
    for (AuthenticatorRow known : registered) {
      allowed.addObject().put("type", "public-key").put("id", known.credentialId());
    }
    return options.toString();
  }

  /**
   * Whether the account's authenticator answered exactly this, and no copy of it did.
   *
   * @return why it counts for nothing, for the audit log alone; empty if it is right
   */
  @PermitAll
  public Optional<String> objection(String account, SealedText decided, String response) {
    Optional<Der> challenge = challenges.take(account, decided);
    if (challenge.isEmpty()) {
      return Optional.of("authenticator: nothing was asked, or too long ago");
    }
    List<AuthenticatorRow> known = repository.of(account);
    try {
      AuthenticatorRow answering = authenticators.answered(challenge.get(), response, known);
      boolean first =
          known.stream()
              .filter(before -> before.credentialId().equals(answering.credentialId()))
              .allMatch(before -> repository.advance(before, answering.counter()));
      return first ? Optional.empty() : Optional.of(copied(account));
    } catch (RequestRefused e) {
      return Optional.of(e.detail().equals(Authenticators.COPIED) ? copied(account) : e.detail());
    }
  }

  private String copied(String account) {
    journal.copied(account);
    return Authenticators.COPIED;
  }

  private static String base64(Der octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.octets());
  }
}
