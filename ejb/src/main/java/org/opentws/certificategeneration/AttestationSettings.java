package org.opentws.certificategeneration;

import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/**
 * Whose word counts about the devices of officers.
 *
 * @param roots {@code opentws.certificategeneration.attestation-roots}: PEM file with the roots of
 *     the makers' attestations; with it no control key is certified without an attestation
 */
record AttestationSettings(Optional<Path> roots) {
  static AttestationSettings from(Config config) {
    return new AttestationSettings(
        config
            .getOptionalValue("opentws.certificategeneration.attestation-roots", String.class)
            .map(Path::of));
  }
}
