package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Somebody who becomes a user: with an own control key and an own password. */
final class Newcomer {
  private static final int MEMORY_KIB = 19_456;
  private static final int HASH_OCTETS = 32;
  private static final int PEM_LINE = 64;

  final String account = "newcomer-" + UUID.randomUUID().toString().substring(0, 8);
  final String password;
  final KeyPair keys = Subscriber.ec("secp256r1");
  final X509Certificate certificate;

  /** With a control certificate, and no account yet. */
  Newcomer(Journey journey, String password) {
    this.password = password;
    this.certificate = certified(journey, account, keys);
  }

  /** With an account, and no role yet. */
  static Newcomer welcomed(Journey journey) {
    Newcomer newcomer = new Newcomer(journey, UUID.randomUUID().toString());
    journey.operation("CREATE_USER", newcomer.parameters());
    return newcomer;
  }

  /** With an account and a role. */
  static Newcomer officer(Journey journey, String role) {
    Newcomer newcomer = welcomed(journey);
    newcomer.change(journey, "ASSIGN_ROLE", Map.of("role", role));
    return newcomer;
  }

  /** What a Security Officer asks for; the password stays with the newcomer. */
  Map<String, String> parameters() {
    return Map.of(
        "account",
        account,
        "person",
        "Person of " + account,
        "certificate",
        encoded(certificate),
        "passwordHash",
        hash(password));
  }

  /** An operation about this account that both Security Officers want. */
  void change(Journey journey, String type, Map<String, String> parameters) {
    Map<String, String> all = new HashMap<>(parameters);
    all.put("account", account);
    journey.operation(type, all);
  }

  /** What CHANGE_SCOPES is asked for beside the account, each "all" or names (SA1.1). */
  static Map<String, String> scope(String cas, String authorities) {
    return Map.of("cas", cas, "registrationAuthorities", authorities);
  }

  /** Both Security Officers let it work for these only. */
  void worksFor(Journey journey, String cas, String authorities) {
    change(journey, "CHANGE_SCOPES", scope(cas, authorities));
  }

  /** With the control key, before the login. */
  Client client(RunningSystem system) {
    return system.withKey(account, keys.getPrivate(), certificate);
  }

  Client loggedIn(RunningSystem system) {
    Client client = client(system);
    client.login(password);
    return client;
  }

  /** As if nothing had come from its open sessions for that long. */
  void restsSixMinutes(RunningSystem system) {
    try (Superuser superuser = new Superuser(system)) {
      int sessions =
          superuser.run(
              "update user_session set last_seen_at = last_seen_at - interval '6 minutes'"
                  + " where account = ? and ended_at is null",
              account);
      assertTrue(sessions > 0, "no session");
    }
  }

  String certificatePem() {
    return pem("CERTIFICATE", Base64.getDecoder().decode(encoded(certificate)));
  }

  String keyPem() {
    return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
  }

  private static String pem(String what, byte[] der) {
    String base64 = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(what, base64);
  }

  /** Nobody can log in with it any more. */
  void leave(Journey journey) {
    change(journey, "DISABLE_USER", Map.of());
  }

  /** What a Security Officer asks for, for a control key. */
  static Map<String, String> order(String person, byte[] pkcs10) {
    return Map.of("person", person, "pkcs10", Base64.getEncoder().encodeToString(pkcs10));
  }

  /** A certificate of the management CA. */
  static X509Certificate certified(Journey journey, String person, KeyPair keys) {
    byte[] pkcs10 = Subscriber.withKey("control", keys).pkcs10();
    String made =
        journey.operation("CERTIFY_CONTROL_KEY", order(person, pkcs10)).get("certificate").asText();
    return RunningSystem.certificate(Base64.getDecoder().decode(made));
  }

  static String encoded(X509Certificate certificate) {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  static String hash(String password) {
    byte[] salt = UUID.randomUUID().toString().substring(0, 16).getBytes(StandardCharsets.US_ASCII);
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(2)
            .withParallelism(1)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_OCTETS];
    generator.generateBytes(password.toCharArray(), hash);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=19456,t=2,p=1$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }
}
