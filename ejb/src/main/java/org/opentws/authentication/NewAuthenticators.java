package org.opentws.authentication;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.opentws.access.AuthenticatorRegistration;
import org.opentws.access.Caller;
import org.opentws.access.SealedText;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;
import org.opentws.value.Sha256;

/** Registration of FIDO2 authenticators (WebAuthn level 3, clause 7.1). */
@ApplicationScoped
public class NewAuthenticators implements AuthenticatorRegistration {
  private static final int TIMEOUT_MS = 60_000;
  private static final List<Integer> ALGORITHMS = List.of(-7, -35, -257);

  @Inject FactorChallenges challenges;
  @Inject Authenticators authenticators;
  @Inject AuthenticatorRepository repository;
  @Inject WebAuthnConfiguration configuration;
  @Inject TrustedTime time;

  @Override
  public String question(Caller caller) {
    ObjectNode options = JsonNodeFactory.instance.objectNode();
    options.put("challenge", base64(challenges.issue(caller.account(), registration(caller))));
    options.put("timeout", TIMEOUT_MS);
    options.put("attestation", configuration.roots().isPresent() ? "direct" : "none");
    options.putObject("rp").put("id", configuration.rpId()).put("name", "OpenTWS");
    options
        .putObject("user")
        .put("id", base64(handle(caller)))
        .put("name", caller.account())
        .put("displayName", caller.person());
    options
        .putObject("authenticatorSelection")
        .put("residentKey", "preferred")
        .put("userVerification", "required");
    ArrayNode keys = options.putArray("pubKeyCredParams");
    ALGORITHMS.forEach(alg -> keys.addObject().put("type", "public-key").put("alg", alg));
    ArrayNode excluded = options.putArray("excludeCredentials");
    for (AuthenticatorRow known : repository.of(caller.account())) {
      excluded.addObject().put("type", "public-key").put("id", known.credentialId());
    }
    return options.toString();
  }

  @Override
  public AuthenticatorRow answered(Caller caller, String label, String response) {
    Der challenge =
        challenges
            .take(caller.account(), registration(caller))
            .orElseThrow(
                () ->
                    new RequestRefused(
                        Refusal.FACTOR_REFUSED, "nothing was asked, or too long ago"));
    Authenticators.Registered registered = authenticators.registered(challenge, response);
    return new AuthenticatorRow(
        registered.credentialId(),
        caller.account(),
        label,
        registered.credential(),
        registered.counter(),
        time.now());
  }

  private static SealedText registration(Caller caller) {
    return SealedText.of("opentws-authenticator-registration-1", List.of(caller.account()));
  }

  /** WebAuthn wants no name in it. */
  private static Der handle(Caller caller) {
    return Der.of(Sha256.of(caller.account().getBytes(StandardCharsets.UTF_8)));
  }

  private static String base64(Der octets) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(octets.octets());
  }
}
