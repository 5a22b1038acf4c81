package org.opentws.certificategeneration;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Objects;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.eclipse.microprofile.config.ConfigProvider;
import org.opentws.certificategeneration.lint.CertificateLinter;
import org.opentws.certificategeneration.lint.LintedCertificate;
import org.opentws.certificategeneration.profile.CertificateComposer;
import org.opentws.certificategeneration.profile.CertificateDraft;
import org.opentws.certificategeneration.profile.CertificateProfile;
import org.opentws.certificategeneration.profile.CrossCertificate;
import org.opentws.certificategeneration.profile.CrossCertificateComposer;
import org.opentws.certificategeneration.profile.GenerationSettings;
import org.opentws.certificategeneration.profile.Issuer;
import org.opentws.certificategeneration.profile.ProfileCatalogue;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogue;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.catalogue.AlgorithmNames;
import org.opentws.keymanagement.catalogue.KeyHolder;
import org.opentws.random.Randomness;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;
import org.opentws.value.Sha256;

/** Everything that decides on a certificate and changes nothing: profiles, former uses, linter. */
@ApplicationScoped
public class ProfileDesk {
  @Inject ProfileCatalogue catalogue;
  @Inject CertificateRepository certificates;
  @Inject Randomness randomness;
  @Inject AlgorithmCatalogues algorithms;
  private final GenerationSettings settings;
  private final CertificateComposer composer;
  private final CrossCertificateComposer crossComposer;
  private CertificateLinter linter;

  public ProfileDesk() {
    this(GenerationSettings.from(ConfigProvider.getConfig()));
  }

  @SuppressWarnings("NullAway.Init") // the container, or a test, injects and calls start()
  ProfileDesk(GenerationSettings settings) {
    this.settings = settings;
    composer = new CertificateComposer(settings);
    crossComposer = new CrossCertificateComposer(settings);
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
    for (String before : certificates.profilesOfKey(Sha256.hex(subjectPublicKeyInfo))) {
      boolean same =
          before.equals(profile.name())
              || catalogue.find(before).filter(other -> isSameUse(other, profile)).isPresent();
      refuseUnless(same);
    }
  }

  /** The same for the key of another provider's CA: it is nothing else here (KM3.4). */
  void refuseOtherUse(CrossCertificate wanted) {
    for (String before : certificates.profilesOfKey(Sha256.hex(wanted.subjectPublicKeyInfo()))) {
      refuseUnless(before.equals(CrossCertificate.PROFILE));
    }
  }

  private static void refuseUnless(boolean same) {
    if (!same) {
      throw new RequestRefused(
          Refusal.PROFILE_VIOLATION, "this key is certified for another use already (KM3.4)");
    }
  }

  private static boolean isSameUse(CertificateProfile one, CertificateProfile other) {
    return one.orderedBy() == other.orderedBy()
        && one.issuedBy() == other.issuedBy()
        && one.keyUsage().equals(other.keyUsage())
        && Objects.equals(one.extendedKeyUsage(), other.extendedKeyUsage());
  }

  /**
   * See {@link CertificateComposer#compose}; then the algorithms are judged against the end of the
   * certificate (KM1.5, R1.3).
   */
  TBSCertificate compose(CertificateDraft draft) {
    TBSCertificate content = composer.compose(draft);
    KeyHolder holder =
        draft.profile().orderedBy() == CertificateProfile.OrderedBy.REGISTRATION
            ? KeyHolder.SUBJECT
            : KeyHolder.TSP;
    judgeAlgorithms(content, draft.issuer(), holder, draft.now());
    return content;
  }

  /** See {@link CrossCertificateComposer#compose}; algorithms are judged as those of a TSP. */
  TBSCertificate compose(CrossCertificate wanted, Issuer issuer, SerialNumber serial, Instant now) {
    TBSCertificate content = crossComposer.compose(wanted, issuer, serial, now);
    judgeAlgorithms(content, issuer, KeyHolder.TSP, now);
    return content;
  }

  private void judgeAlgorithms(
      TBSCertificate content, Issuer issuer, KeyHolder holder, Instant now) {
    Instant end = content.getEndDate().getDate().toInstant();
    AlgorithmCatalogue catalogue = algorithms.current();
    SubjectPublicKeyInfo issuerKey = issuer.certificate().getSubjectPublicKeyInfo();
    catalogue
        .objectionToNew(name(content.getSubjectPublicKeyInfo()), holder, now, end)
        .or(
            () ->
                catalogue
                    .objectionToUse(name(issuerKey), KeyHolder.TSP, end)
                    .map(objection -> "the CA's own key: " + objection))
        .or(() -> catalogue.hashObjection(AlgorithmNames.ofHashIn(issuer.algorithm()), end))
        .ifPresent(
            objection -> {
              throw new RequestRefused(Refusal.WEAK_KEY, objection);
            });
  }

  private static String name(SubjectPublicKeyInfo key) {
    return AlgorithmNames.ofKey(key).orElse("a key of another kind");
  }

  /** When a certificate of a profile that is made now ends, if its CA lives as long. */
  Instant end(String profile, Instant now) {
    return catalogue.get(profile).validity().lastSecond(now);
  }

  /** See {@link CertificateLinter#lint}. */
  LintedCertificate lint(TBSCertificate content, CertificateDraft draft) {
    return linter.lint(content, draft.issuer().certificate(), draft.now());
  }

  /** See {@link CertificateLinter#lintCross}. */
  LintedCertificate lintCross(TBSCertificate content, Issuer issuer, Instant now) {
    return linter.lintCross(content, issuer.certificate(), now);
  }
}
