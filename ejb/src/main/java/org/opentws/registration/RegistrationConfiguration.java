package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of registration. */
@ApplicationScoped
public class RegistrationConfiguration {
  /**
   * {@code opentws.registration.separate-approval}: whether an officer must not approve an
   * application that the same person entered (R1.5).
   */
  @Inject
  @ConfigProperty(name = "opentws.registration.separate-approval", defaultValue = "true")
  boolean separateApproval;

  /**
   * {@code opentws.registration.certification-patience-seconds}: after how long a certification
   * that has not ended is taken for dead and begun again.
   */
  @Inject
  @ConfigProperty(name = "opentws.registration.certification-patience-seconds", defaultValue = "15")
  int certificationPatienceSeconds;

  /**
   * {@code opentws.registration.name-binding}: whether a name in the PKCS#10 must be the name
   * applied for (R1.2). Off by default: many tools that make a PKCS#10 put any name there.
   */
  @Inject
  @ConfigProperty(name = "opentws.registration.name-binding", defaultValue = "false")
  boolean nameBinding;

  public boolean separateApproval() {
    return separateApproval;
  }

  public boolean nameBinding() {
    return nameBinding;
  }

  public Duration certificationPatience() {
    return Duration.ofSeconds(certificationPatienceSeconds);
  }
}
