package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of registration. */
@ApplicationScoped
public class RegistrationConfiguration {
  private static final int RETENTION_YEARS_MAX = 100;

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

  /**
   * {@code opentws.registration.retention-years}: how long everything about an application is kept
   * after its certificate's validity, or its rejection, ended (eIDAS, article 24(2)(h)).
   */
  @Inject
  @ConfigProperty(name = "opentws.registration.retention-years", defaultValue = "7")
  int retentionYears;

  /**
   * {@code opentws.registration.authorities}: names of the registration authorities through which
   * applications come, with blanks between; the first is that of an application that names none.
   */
  @Inject
  @ConfigProperty(name = "opentws.registration.authorities", defaultValue = "main")
  String authorities;

  /**
   * The first is that of an application that names none.
   *
   * @throws IllegalStateException if one is no name
   */
  public List<String> authorities() {
    List<String> names = List.of(authorities.strip().split("[\\s,]+", -1));
    if (!names.stream().allMatch(name -> name.matches("[A-Za-z0-9-]{1,64}"))) {
      throw new IllegalStateException(
          "opentws.registration.authorities: names of letters, digits and hyphens");
    }
    return names;
  }

  /**
   * In years of the calendar.
   *
   * @throws IllegalStateException if it is not within 1 to 100
   */
  public int retentionYears() {
    if (retentionYears < 1 || retentionYears > RETENTION_YEARS_MAX) {
      throw new IllegalStateException("opentws.registration.retention-years is not 1 to 100");
    }
    return retentionYears;
  }

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
