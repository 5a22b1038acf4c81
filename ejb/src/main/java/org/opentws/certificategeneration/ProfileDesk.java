package org.opentws.certificategeneration;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Objects;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.certificategeneration.lint.CertificateLinter;
import org.opentws.certificategeneration.lint.LintedCertificate;
import org.opentws.certificategeneration.profile.CertificateComposer;
import org.opentws.certificategeneration.profile.CertificateDraft;
import org.opentws.certificategeneration.profile.CertificateProfile;
import org.opentws.certificategeneration.profile.GenerationSettings;
import org.opentws.certificategeneration.profile.ProfileCatalogue;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.Fingerprint;
import org.opentws.random.Randomness;
import org.opentws.value.Der;

/** Everything that decides on a certificate and changes nothing: profiles, former uses, linter. */
@ApplicationScoped
public class ProfileDesk {
  @Inject ProfileCatalogue catalogue;
  @Inject CertificateRepository certificates;
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

  /**
   * KM3.4: who signs with a key does not log in or decrypt with it. A key that was certified before
   * gets another certificate for the same use only.
   *
   * @throws RequestRefused PROFILE_VIOLATION
   */
  void refuseOtherUse(CertificateProfile profile, Der subjectPublicKeyInfo) {
    for (String before : certificates.profilesOfKey(Fingerprint.sha256(subjectPublicKeyInfo))) {
      if (!before.equals(profile.name()) && !isSameUse(catalogue.get(before), profile)) {
        throw new RequestRefused(
            Refusal.PROFILE_VIOLATION, "this key is certified for another use already (KM3.4)");
      }
    }
  }

  private static boolean isSameUse(CertificateProfile one, CertificateProfile other) {
    return one.orderedBy() == other.orderedBy()
        && one.issuedBy() == other.issuedBy()
        && one.keyUsage().equals(other.keyUsage())
        && Objects.equals(one.extendedKeyUsage(), other.extendedKeyUsage());
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
