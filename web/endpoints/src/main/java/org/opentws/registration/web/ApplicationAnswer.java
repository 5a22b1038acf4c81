package org.opentws.registration.web;

import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.opentws.registration.ApplicationProgress;
import org.opentws.registration.store.ApplicationState;
import org.opentws.value.SerialNumber;

/**
 * An application as its applicant sees it.
 *
 * @param reason why it was rejected or refused
 * @param certificate PEM, once it is CERTIFIED
 */
@Schema(name = "Application")
public record ApplicationAnswer(
    String id,
    ApplicationState state,
    Optional<String> issuer,
    @Schema(implementation = String.class, description = "lower-case hex")
        Optional<SerialNumber> serial,
    Optional<String> reason,
    Optional<String> certificate) {

  static ApplicationAnswer of(ApplicationProgress progress, Optional<String> certificate) {
    return new ApplicationAnswer(
        progress.id(),
        progress.state(),
        progress.issuer(),
        progress.serial(),
        progress.reason(),
        certificate);
  }
}
