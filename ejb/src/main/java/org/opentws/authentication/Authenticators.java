package org.opentws.authentication;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.AttestedCredentialDataConverter;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecord;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationData;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationData;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.AuthenticatorData;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.BadChallengeException;
import com.webauthn4j.verifier.exception.BadOriginException;
import com.webauthn4j.verifier.exception.BadRpIdException;
import com.webauthn4j.verifier.exception.BadSignatureException;
import com.webauthn4j.verifier.exception.MaliciousCounterValueException;
import com.webauthn4j.verifier.exception.UserNotVerifiedException;
import com.webauthn4j.verifier.exception.VerificationException;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * Judges what authenticators say (WebAuthn level 3, clauses 7.1 and 7.2): no state, no database.
 */
@ApplicationScoped
public class Authenticators {
  static final String COPIED =
      "authenticator: its counter did not grow, so a copy of it may be in use";

  private static final String NO_ANSWER = "not an answer of an authenticator";

  /** ES256, ES384, RS256: nothing weaker (IA3.1). */
  private static final List<PublicKeyCredentialParameters> KEYS =
      List.of(
          key(COSEAlgorithmIdentifier.ES256),
          key(COSEAlgorithmIdentifier.ES384),
          key(COSEAlgorithmIdentifier.RS256));

  private static final Map<Class<?>, String> REASONS =
      Map.of(
          BadChallengeException.class, "an answer to something else",
          BadOriginException.class, "an answer to another site",
          BadRpIdException.class, "a key of another site",
          BadSignatureException.class, "a wrong signature",
          UserNotVerifiedException.class, "it did not verify its user");

  @Inject WebAuthnConfiguration configuration;

  private final ObjectConverter converter = new ObjectConverter();
  private final AttestedCredentialDataConverter credentials =
      new AttestedCredentialDataConverter(converter);
  private WebAuthnManager judge = WebAuthnManager.createNonStrictWebAuthnManager(converter);

  @PostConstruct
  void configure() {
    judge = AuthenticatorRules.judge(configuration.roots(), converter);
  }

  private static PublicKeyCredentialParameters key(COSEAlgorithmIdentifier algorithm) {
    return new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, algorithm);
  }

  /**
   * A new authenticator.
   *
   * @param credential attested credential data
   */
  record Registered(String credentialId, Der credential, long counter) {}

  /**
   * Reads and judges the answer to {@code navigator.credentials.create}.
   *
   * @param response its JSON form
   * @throws RequestRefused FACTOR_REFUSED
   */
  Registered registered(Der challenge, String response) {
    requireShape(response, List.of("clientDataJSON", "attestationObject"));
    try {
      RegistrationData data = judge.parseRegistrationResponseJSON(response);
      judge.verify(data, new RegistrationParameters(server(challenge), KEYS, true, true));
      AuthenticatorData<?> authenticator =
          Objects.requireNonNull(data.getAttestationObject()).getAuthenticatorData();
      AttestedCredentialData credential =
          Objects.requireNonNull(authenticator.getAttestedCredentialData());
      return new Registered(
          id(credential.getCredentialId()),
          Der.of(credentials.convert(credential)),
          authenticator.getSignCount());
    } catch (DataConversionException e) {
      throw refused(NO_ANSWER);
    } catch (VerificationException e) {
      throw refused(why(e));
    }
  }

  /**
   * Reads and judges the answer to {@code navigator.credentials.get}.
   *
   * @param response its JSON form
   * @param known authenticators of the account
   * @return the one that answered, with its new counter
   * @throws RequestRefused FACTOR_REFUSED
   */
  AuthenticatorRow answered(Der challenge, String response, List<AuthenticatorRow> known) {
    requireShape(response, List.of("clientDataJSON", "authenticatorData", "signature"));
    try {
      AuthenticationData data = judge.parseAuthenticationResponseJSON(response);
      String answering = id(data.getCredentialId());
      AuthenticatorRow row =
          known.stream()
              .filter(authenticator -> authenticator.credentialId().equals(answering))
              .findFirst()
              .orElseThrow(() -> refused("not one of this account"));
      judge.verify(
          data, new AuthenticationParameters(server(challenge), record(row), null, true, true));
      return new AuthenticatorRow(
          row.credentialId(),
          row.account(),
          row.label(),
          row.credential(),
          Objects.requireNonNull(data.getAuthenticatorData()).getSignCount(),
          row.registeredAt());
    } catch (DataConversionException e) {
      throw refused(NO_ANSWER);
    } catch (MaliciousCounterValueException e) {
      throw new RequestRefused(Refusal.FACTOR_REFUSED, COPIED, e);
    } catch (VerificationException e) {
      throw refused(why(e));
    }
  }

  private static void requireShape(String response, List<String> members) {
    if (!AnswerShape.isRight(response, members)) {
      throw refused(NO_ANSWER);
    }
  }

  private CredentialRecord record(AuthenticatorRow row) {
    return new CredentialRecordImpl(
        null,
        null,
        null,
        null,
        row.counter(),
        credentials.convert(row.credential().octets()),
        null,
        null,
        null,
        null);
  }

  private ServerProperty server(Der challenge) {
    return new ServerProperty(
        configuration.origins().stream().map(Origin::create).collect(Collectors.toSet()),
        configuration.rpId(),
        new DefaultChallenge(challenge.octets()));
  }

  private static String id(byte[] credentialId) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(credentialId);
  }

  private static RequestRefused refused(String why) {
    return new RequestRefused(Refusal.FACTOR_REFUSED, "authenticator: " + why);
  }

  /** In words of ours, which say no more than the clause that was not met. */
  private static String why(VerificationException failure) {
    return REASONS.getOrDefault(failure.getClass(), "an answer that breaks the rules of WebAuthn");
  }
}
