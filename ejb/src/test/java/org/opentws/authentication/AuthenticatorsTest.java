package org.opentws.authentication;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

class AuthenticatorsTest {
  private static final String ROOT = "CN=Maker";
  private static final String MODEL = "CN=Model,OU=Authenticator Attestation,O=Maker,C=BE";
  private static final Der CHALLENGE = Der.of(new byte[32]);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final KeyPair maker = SoftAuthenticator.keys();
  private final KeyPair model = SoftAuthenticator.keys();
  private final SoftAuthenticator authenticator = new SoftAuthenticator();
  private final WebAuthnConfiguration configuration = new WebAuthnConfiguration();
  private Authenticators authenticators = new Authenticators();

  @BeforeEach
  void configure() {
    configure(Optional.empty());
  }

  private void configure(Optional<String> roots) {
    configuration.rpId = SoftAuthenticator.SITE;
    configuration.origins = Optional.of(Set.of(SoftAuthenticator.ORIGIN));
    configuration.roots = roots;
    authenticators = new Authenticators();
    authenticators.configuration = configuration;
    authenticators.configure();
  }

  private void makersOnly() throws IOException, GeneralSecurityException {
    X509Certificate root = SoftAuthenticator.certificate(ROOT, maker, ROOT, maker);
    String base64 = Base64.getMimeEncoder().encodeToString(root.getEncoded());
    Path pem = folder.resolve("makers.pem");
    Files.writeString(
        pem, "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n");
    configure(Optional.of(pem.toString()));
  }

  private AuthenticatorRow registered() {
    Authenticators.Registered made =
        authenticators.registered(CHALLENGE, authenticator.created(CHALLENGE));
    return new AuthenticatorRow(
        made.credentialId(), "alice", "key", made.credential(), made.counter(), Instant.EPOCH);
  }

  private String refusedRegistration(String response) {
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> authenticators.registered(CHALLENGE, response));
    assertEquals(Refusal.FACTOR_REFUSED, refused.refusal());
    return refused.detail();
  }

  private String refused(AuthenticatorRow known, Der challenge, String response) {
    RequestRefused refused =
        assertThrows(
            RequestRefused.class,
            () -> authenticators.answered(challenge, response, List.of(known)));
    assertEquals(Refusal.FACTOR_REFUSED, refused.refusal());
    return refused.detail();
  }

  @Test
  void registeredAuthenticatorAnswersAndItsCounterIsRemembered() {
    AuthenticatorRow known = registered();
    authenticator.counter = 7;

    AuthenticatorRow answering =
        authenticators.answered(CHALLENGE, authenticator.answered(CHALLENGE), List.of(known));

    assertEquals(known.credentialId(), answering.credentialId());
    assertEquals(7, answering.counter());
  }

  @Test
  void answersToAnotherQuestionSiteOrWithoutItsUserAreRefused() {
    AuthenticatorRow known = registered();
    authenticator.counter = 2;
    Der other = Der.of(new byte[] {1, 2, 3});
    String answer = authenticator.answered(CHALLENGE);

    assertTrue(refused(known, other, answer).contains("something else"));
    authenticator.origin = "https://localhost.example:9443";
    assertTrue(
        refused(known, CHALLENGE, authenticator.answered(CHALLENGE)).contains("another site"));
    authenticator.origin = SoftAuthenticator.ORIGIN;
    authenticator.verifies = false;
    assertTrue(refused(known, CHALLENGE, authenticator.answered(CHALLENGE)).contains("user"));
  }

  @Test
  void counterThatDoesNotGrowIsACopys() {
    AuthenticatorRow known = registered();

    assertEquals(
        Authenticators.COPIED, refused(known, CHALLENGE, authenticator.answered(CHALLENGE)));
  }

  @Test
  void keyOfAnotherAuthenticatorUnderTheSameNameIsRefused() {
    AuthenticatorRow known = registered();
    AuthenticatorRow exchanged =
        new AuthenticatorRow(
            known.credentialId(),
            known.account(),
            known.label(),
            otherCredential(),
            known.counter(),
            known.registeredAt());
    authenticator.counter = 2;

    assertTrue(
        refused(exchanged, CHALLENGE, authenticator.answered(CHALLENGE)).contains("signature"));
  }

  private Der otherCredential() {
    return authenticators
        .registered(CHALLENGE, new SoftAuthenticator().created(CHALLENGE))
        .credential();
  }

  @Test
  void withRootsOfMakersOnlyTheirAuthenticatorsAreRegistered()
      throws IOException, GeneralSecurityException {
    makersOnly();
    X509Certificate attested = SoftAuthenticator.certificate(MODEL, model, ROOT, maker);
    KeyPair stranger = SoftAuthenticator.keys();
    X509Certificate foreign = SoftAuthenticator.certificate(MODEL, model, ROOT, stranger);

    authenticators.registered(CHALLENGE, authenticator.created(CHALLENGE, model, attested));

    refusedRegistration(authenticator.created(CHALLENGE, model, foreign));
    refusedRegistration(authenticator.created(CHALLENGE, stranger, attested));
    refusedRegistration(authenticator.created(CHALLENGE));
  }

  @Test
  void rootsThatCannotBeReadStopTheStart() {
    assertThrows(
        IllegalStateException.class,
        () -> configure(Optional.of(folder.resolve("nothing.pem").toString())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "7",
        "{\"id\":7}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\"}",
        "{\"id\":\"*\",\"rawId\":\"*\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":\"*\","
            + "\"attestationObject\":\"*\",\"authenticatorData\":\"*\",\"signature\":\"*\"}}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":"
            + "\"e30\",\"attestationObject\":\"oA\",\"authenticatorData\":\"AA\",\"signature\":\"AA\"}}",
        "{\"id\":\"AA\",\"rawId\":\"AA\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":"
            + "\"bnVsbA\",\"attestationObject\":\"9g\",\"authenticatorData\":\"9g\",\"signature\":\"AA\"}}",
        "{\"id\":\"AA\",\"rawId\":\"A\",\"type\":\"public-key\",\"response\":{\"clientDataJSON\":"
            + "\"AAAAA\",\"attestationObject\":\"9gAAA\",\"authenticatorData\":\"9gAAA\",\"signature\":\"AA\"}}",
        "{\"id\":null,\"rawId\":null,\"type\":null,\"response\":null}"
      })
  void whatIsNoAnswerIsRefused(String junk) {
    AuthenticatorRow known = registered();

    refusedRegistration(junk);
    refused(known, CHALLENGE, junk);
  }
}
