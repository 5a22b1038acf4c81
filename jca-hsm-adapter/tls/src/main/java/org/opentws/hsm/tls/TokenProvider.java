package org.opentws.hsm.tls;

import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The security provider that Elytron loads: key store "PKCS11", signatures with the keys found in
 * it, and the trust of the public listener ({@link AnyClient}). Starts without the token.
 */
public final class TokenProvider extends Provider {
  private static final long serialVersionUID = 1L;

  private static final String PREFIX = "OpenTwsTls-";

  private static final List<String> SIGNATURES =
      List.of(
          "SHA256withECDSA",
          "SHA384withECDSA",
          "SHA512withECDSA",
          "SHA256withRSA",
          "SHA384withRSA",
          "SHA512withRSA",
          "RSASSA-PSS");

  private final transient TlsToken token;

  /**
   * @param tokenName Elytron's "argument": which opentws.hsm.{tokenName}.* properties describe the
   *     token
   */
  public TokenProvider(String tokenName) {
    super(PREFIX + tokenName, "1.0", "TLS keys in PKCS#11 token " + tokenName);
    token = new TlsToken(tokenName);
    putService(new TokenService(this, "KeyStore", "PKCS11", token));
    putService(new TokenService(this, "TrustManagerFactory", AnyClient.ALGORITHM, token));
    for (String signature : SIGNATURES) {
      putService(new TokenService(this, "Signature", signature, token));
    }
  }

  /** The token of that name, if a provider of ours is registered for it in this server. */
  static Optional<TlsToken> registered(String tokenName) {
    return Security.getProvider(PREFIX + tokenName) instanceof TokenProvider ours
        ? Optional.of(ours.token)
        : Optional.empty();
  }

  private static final class TokenService extends Service {
    private final TlsToken token;

    TokenService(Provider provider, String type, String algorithm, TlsToken token) {
      super(provider, type, algorithm, TokenService.class.getName(), List.of(), Map.of());
      this.token = token;
    }

    @Override
    public Object newInstance(@Nullable Object parameter) {
      return switch (getType()) {
        case "KeyStore" -> new TokenKeyStore(token);
        case "TrustManagerFactory" -> new AnyClient();
        default -> new TokenSignature(getAlgorithm());
      };
    }

    /** Everybody else's keys are for everybody else's providers. */
    @Override
    public boolean supportsParameter(@Nullable Object parameter) {
      return parameter instanceof TokenKey;
    }
  }
}
