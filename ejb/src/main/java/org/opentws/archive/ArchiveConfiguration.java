package org.opentws.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Settings of the archive. */
@ApplicationScoped
public class ArchiveConfiguration {
  private static final int RETENTION_YEARS_MAX = 100;

  /**
   * {@code opentws.archive.retention-years}: for how long nobody deletes an archive, counted from
   * when it is made; what was made before keeps its date.
   */
  @Inject
  @ConfigProperty(name = "opentws.archive.retention-years", defaultValue = "7")
  int retentionYears;

  /**
   * In years of the calendar.
   *
   * @throws IllegalStateException if it is not within 1 to 100
   */
  int retentionYears() {
    if (retentionYears < 1 || retentionYears > RETENTION_YEARS_MAX) {
      throw new IllegalStateException("opentws.archive.retention-years is not 1 to 100");
    }
    return retentionYears;
  }
}
