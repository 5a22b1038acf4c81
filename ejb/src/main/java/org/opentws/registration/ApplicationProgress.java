package org.opentws.registration;

import java.util.Optional;
import org.opentws.registration.store.ApplicationState;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.value.SerialNumber;

/**
 * What everybody who knows an application's id may know of it.
 *
 * @param reason why it was rejected or refused
 */
public record ApplicationProgress(
    String id,
    ApplicationState state,
    Optional<String> issuer,
    Optional<SerialNumber> serial,
    Optional<String> reason) {

  static ApplicationProgress of(CertificateApplication application) {
    return new ApplicationProgress(
        application.id(),
        application.state(),
        application.issuer(),
        application.serial(),
        application.reason());
  }
}
