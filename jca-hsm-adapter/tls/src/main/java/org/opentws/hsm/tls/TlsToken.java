package org.opentws.hsm.tls;

import java.nio.file.Path;
import java.security.spec.AlgorithmParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
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

  private static final String DEFAULT_LIBRARY = "/usr/lib/softhsm/libsofthsm2.so";

  private final String name;
  private @Nullable TokenAccess access;
  private @Nullable StoredCertificate remembered;
  private long rememberedAtNanos;
  private boolean asked;

  /**
   * @param name the token's name in the properties: opentws.hsm.{name}.pin and so on
   */
  TlsToken(String name) {
    this.name = name;
  }

  /** The newest TLS server certificate that is valid now; empty while there is none. */
  synchronized Optional<StoredCertificate> current() {
    long now = System.nanoTime();
    if (!asked || now - rememberedAtNanos > REMEMBERED_MAX.toNanos()) {
      ask();
      asked = true;
      rememberedAtNanos = System.nanoTime();
    }
    return Optional.ofNullable(remembered);
  }

  private void ask() {
    try {
      Instant now = Instant.now();
      remembered =
          access().certificates().stream()
              .filter(stored -> TlsCertificate.serves(stored.certificate(), now))
              .max(Comparator.comparing(stored -> stored.certificate().getNotBefore()))
              .orElse(null);
    } catch (HsmUnavailable e) {
      // What was known stays known: the handshake fails at the signature, and heals with it.
      LOG.log(System.Logger.Level.WARNING, "TLS keys: {0}", e.getMessage());
    }
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
