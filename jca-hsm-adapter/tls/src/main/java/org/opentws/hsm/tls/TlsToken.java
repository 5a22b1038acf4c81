package org.opentws.hsm.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.hsm.SigningUse;
import org.opentws.hsm.token.PinSource;
import org.opentws.hsm.token.StoredCertificate;
import org.opentws.hsm.token.TokenAccess;
import org.opentws.hsm.token.TokenSettings;

/**
 * The token that holds TLS keys. Nothing is opened before the first question, so that the server
 * starts, and can be configured, without the token.
 */
final class TlsToken {
  private static final System.Logger LOG = System.getLogger("org.opentws.hsm.tls");

  /** How old an answer of the token may be: a new certificate is served at most that much later. */
  private static final Duration REMEMBERED_MAX = Duration.ofSeconds(5);

  /**
   * How long whoever has nothing to go on with does without a token that did not answer. Short:
   * while the server starts, the token's PIN is not there yet, and what comes a moment later needs
   * the key.
   */
  private static final Duration AWAY_MAX = Duration.ofMillis(500);

  private static final String DEFAULT_LIBRARY = "/usr/lib/softhsm/libsofthsm2.so";

  private final String name;
  private @Nullable TokenAccess access;
  private List<StoredCertificate> remembered = List.of();
  private Optional<HsmUnavailable> away = Optional.empty();
  private long rememberedAtNanos;
  private boolean asked;

  /**
   * @param name the token's name in the properties: opentws.hsm.{name}.pin and so on
   */
  TlsToken(String name) {
    this.name = name;
  }

  /**
   * The newest TLS server certificate that is valid now; empty while there is none. What was known
   * stays known while the token is away: the handshake fails at the signature, and heals with it.
   */
  synchronized Optional<StoredCertificate> server() {
    askIfOlderThan(away.isPresent() && remembered.isEmpty() ? AWAY_MAX : REMEMBERED_MAX);
    return newest(TlsCertificate::isForServers);
  }

  /**
   * The newest certificate of a TLS client of that name that is valid now; empty if there is none.
   *
   * @throws HsmUnavailable the token did not answer, so that nobody knows
   */
  synchronized Optional<StoredCertificate> client(String commonName) {
    askIfOlderThan(away.isPresent() ? AWAY_MAX : REMEMBERED_MAX);
    if (away.isPresent()) {
      throw new HsmUnavailable(String.valueOf(away.get().getMessage()), away.get());
    }
    return newest(certificate -> TlsCertificate.isForClient(certificate, commonName));
  }

  private Optional<StoredCertificate> newest(Predicate<X509Certificate> kind) {
    Instant now = Instant.now();
    return remembered.stream()
        .filter(stored -> kind.test(stored.certificate()))
        .filter(stored -> TlsCertificate.isValid(stored.certificate(), now))
        .max(Comparator.comparing(stored -> stored.certificate().getNotBefore()));
  }

  private void askIfOlderThan(Duration age) {
    if (asked && System.nanoTime() - rememberedAtNanos <= age.toNanos()) {
      return;
    }
    try {
      remembered = access().certificates();
      away = Optional.empty();
    } catch (HsmUnavailable e) {
      away = Optional.of(e);
      LOG.log(System.Logger.Level.WARNING, "TLS keys: {0}", e.getMessage());
    }
    asked = true;
    rememberedAtNanos = System.nanoTime();
  }

  byte[] sign(
      String label, String algorithm, @Nullable AlgorithmParameterSpec parameters, byte[] data) {
    try {
      return parameters == null
          ? access().sign(label, SigningUse.TLS, algorithm, data)
          : access().signHandshake(label, algorithm, parameters, data);
    } catch (HsmUnavailable e) {
      // JSSE ends the handshake without a word in the log: the administrator hears of it here.
      LOG.log(System.Logger.Level.WARNING, "TLS key {0}: {1}", label, e.getMessage());
      throw e;
    }
  }

  private synchronized TokenAccess access() {
    TokenAccess known = access;
    if (known == null) {
      known = new TokenAccess(settings());
      access = known;
    }
    return known;
  }

  private TokenSettings settings() {
    String pin = System.getProperty("opentws.hsm." + name + ".pin");
    if (pin == null) {
      throw new HsmUnavailable("opentws.hsm." + name + ".pin is not set");
    }
    return new TokenSettings(
        Path.of(own("library", System.getProperty("opentws.hsm.library", DEFAULT_LIBRARY))),
        new TokenSettings.TokenName(own("token-label", name), own("serial-number", "")),
        PinSource.named(pin),
        new TokenSettings.Bounds(
            Integer.getInteger("opentws.hsm." + name + ".pool-max", 4),
            Duration.ofMillis(Long.getLong("opentws.hsm.wait-millis", 2000)),
            Duration.ofMillis(Long.getLong("opentws.hsm.call-timeout-millis", 5000))));
  }

  private String own(String property, String otherwise) {
    return System.getProperty("opentws.hsm." + name + "." + property, otherwise);
  }
}
