package org.opentws.personaldata;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.personaldata.store.LegalHold;
import org.opentws.personaldata.store.PersonalDataRepository;
import org.opentws.registration.RegistrationConfiguration;
import org.opentws.registration.store.CertificateApplication;
import org.opentws.time.TrustedTime;

/**
 * How long the data of a person must be kept (EIDAS-24.2.h): for some years after the last of its
 * certificates ended, or the last of its applications was turned down; and as long as an officer
 * ordered it.
 */
@ApplicationScoped
public class RetentionRules {
  @Inject RegistrationConfiguration configuration;
  @Inject CertificateRepository certificates;
  @Inject PersonalDataRepository repository;
  @Inject TrustedTime time;

  /** The end of the retention of all of these; empty while one of them is not decided. */
  Optional<Instant> keptUntil(List<CertificateApplication> applications) {
    List<Optional<Instant>> ends = applications.stream().map(this::keptUntil).toList();
    return ends.stream().anyMatch(Optional::isEmpty)
        ? Optional.empty()
        : ends.stream().flatMap(Optional::stream).max(Comparator.naturalOrder());
  }

  private Optional<Instant> keptUntil(CertificateApplication application) {
    return switch (application.state()) {
      case SUBMITTED, APPROVED -> Optional.empty();
      case REJECTED, REFUSED -> application.completedAt().map(this::yearsAfter);
      case CERTIFIED ->
          certificates
              .ofApplication(application.id())
              .map(StoredCertificate::notAfter)
              .map(this::yearsAfter);
    };
  }

  /** In years of the calendar, as laws say it. */
  private Instant yearsAfter(Instant end) {
    return end.atOffset(ZoneOffset.UTC).plusYears(configuration.retentionYears()).toInstant();
  }

  /**
   * Refuses as long as something must be kept.
   *
   * @throws RequestRefused LEGAL_HOLD, with the reason and, if there is one, the date
   */
  void requireOver(List<CertificateApplication> applications) {
    Instant until =
        keptUntil(applications)
            .orElseThrow(
                () ->
                    new RequestRefused(
                        Refusal.LEGAL_HOLD,
                        "legal hold: an application of this person is not decided yet"));
    if (time.now().isBefore(until)) {
      throw new RequestRefused(
          Refusal.LEGAL_HOLD,
          "legal hold: evidence of certificates is kept for %d years (eIDAS, article 24(2)(h)); this must be kept until %s"
              .formatted(configuration.retentionYears(), until));
    }
    inForce(applications)
        .findFirst()
        .ifPresent(
            hold -> {
              throw new RequestRefused(
                  Refusal.LEGAL_HOLD,
                  "legal hold: ordered by %s at %s (hold %s): %s"
                      .formatted(hold.placedBy(), hold.placedAt(), hold.id(), hold.reason()));
            });
  }

  private java.util.stream.Stream<LegalHold> inForce(List<CertificateApplication> applications) {
    List<String> ids = applications.stream().map(CertificateApplication::id).toList();
    return repository.holds(ids).stream().filter(LegalHold::isInForce);
  }
}
