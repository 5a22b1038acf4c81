package org.opentws.authentication;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Which authenticators are accepted, and for which address. */
@ApplicationScoped
public class WebAuthnConfiguration {
  /** Relying party id of WebAuthn: the host name of the officers' portal, or a domain above it. */
  @Inject
  @ConfigProperty(name = "opentws.authentication.webauthn-rp-id", defaultValue = "localhost")
  String rpId;

  /** Origins from which an answer may come, for example https://officers.example:9443. */
  @Inject
  @ConfigProperty(name = "opentws.authentication.webauthn-origins")
  Optional<Set<String>> origins;

  /** PEM file with roots of makers' attestations: with it no other authenticator is registered. */
  @Inject
  @ConfigProperty(name = "opentws.authentication.authenticator-roots")
  Optional<String> roots;

  public String rpId() {
    return rpId;
  }

  /** Empty: none is accepted. */
  public Set<String> origins() {
    return origins.orElse(Set.of());
  }

  public Optional<Path> roots() {
    return roots.map(Path::of);
  }
}
