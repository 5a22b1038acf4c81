package org.opentws.certificategeneration;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.certificategeneration.lint.CertificateLinter;
import org.opentws.certificategeneration.lint.LintedCertificate;
import org.opentws.certificategeneration.profile.CertificateComposer;
import org.opentws.certificategeneration.profile.CertificateDraft;
import org.opentws.certificategeneration.profile.CertificateProfile;
import org.opentws.certificategeneration.profile.GenerationSettings;
import org.opentws.certificategeneration.profile.ProfileCatalogue;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.random.Randomness;

/** Everything that decides on a certificate and changes nothing: profiles, composer, linter. */
@ApplicationScoped
public class ProfileDesk {
  @Inject ProfileCatalogue catalogue;
  @Inject Randomness randomness;
  private final GenerationSettings settings;
  private final CertificateComposer composer;
  private CertificateLinter linter;

  public ProfileDesk() {
    this(GenerationSettings.from(ConfigProvider.getConfig()));
  }

  @SuppressWarnings("NullAway.Init") // the container, or a test, injects and calls start()
  ProfileDesk(GenerationSettings settings) {
    this.settings = settings;
    composer = new CertificateComposer(settings);
  }

  @PostConstruct
  void start() {
    linter = new CertificateLinter(randomness.secureRandom());
  }

  GenerationSettings settings() {
    return settings;
  }

  /**
   * The profile, if this kind of asker may use it: registration never orders a certificate for a
   * key of the TSP.
   *
   * @throws RequestRefused PROFILE_VIOLATION
   */
  CertificateProfile profile(String name, CertificateProfile.OrderedBy asker) {
    CertificateProfile profile = catalogue.get(name);
    if (profile.orderedBy() != asker) {
      throw new RequestRefused(
          Refusal.PROFILE_VIOLATION, "the profile is not for certificates of this kind");
    }
    return profile;
  }

  /** See {@link CertificateComposer#compose}. */
  TBSCertificate compose(CertificateDraft draft) {
    return composer.compose(draft);
  }

  /** See {@link CertificateLinter#lint}. */
  LintedCertificate lint(TBSCertificate content, CertificateDraft draft) {
    return linter.lint(content, draft.issuer().certificate(), draft.now());
  }
}
