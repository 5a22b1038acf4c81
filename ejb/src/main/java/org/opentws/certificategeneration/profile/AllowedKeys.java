package org.opentws.certificategeneration.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which public keys a profile takes (ETSI TS 119 312).
 *
 * @param curves names of SEC 2, RFC 5639 and RFC 8410, for example secp256r1
 * @param rsaBits sizes of an RSA modulus; null if RSA is not taken
 */
public record AllowedKeys(
    @JsonProperty(required = true) List<String> curves, @Nullable RsaBits rsaBits) {
  /** The least that any certificate may allow (ETSI TS 119 312). */
  public static final AllowedKeys SOUND =
      new AllowedKeys(
          List.of(
              "secp256r1",
              "secp384r1",
              "secp521r1",
              "brainpoolP256r1",
              "brainpoolP384r1",
              "brainpoolP512r1",
              "Ed25519",
              "Ed448"),
          new RsaBits(3072, 8192));

  public AllowedKeys {
    curves = List.copyOf(curves);
  }

  /** Both ends included. */
  public record RsaBits(int min, int max) {}
}
