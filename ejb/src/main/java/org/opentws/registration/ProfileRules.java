package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.certificategeneration.profile.CertificateProfile;
import org.opentws.certificategeneration.profile.ProfileCatalogue;
import org.opentws.certificategeneration.profile.SubjectKeyRules;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.catalogue.AlgorithmNames;
import org.opentws.keymanagement.catalogue.KeyHolder;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * What a profile demands of an application. Generation decides by the same profile again; asking
 * here spares the officer applications that could never be certified.
 */
@ApplicationScoped
public class ProfileRules {
  @Inject ProfileCatalogue profiles;

  @Inject AlgorithmCatalogues catalogues;
  @Inject TrustedTime time;

  /** {@code opentws.registration.issuer}: the CA that certifies subjects. */
  @Inject
  @ConfigProperty(name = "opentws.registration.issuer", defaultValue = "issuing")
  String issuer;

  /**
   * R1.4: all data that the certificate needs, and only those.
   *
   * @throws RequestRefused PROFILE_VIOLATION, naming the attribute
   */
  public void requireComplete(String profile, Map<String, String> subject) {
    offered(profile).subject().name(subject);
  }

  /**
   * R1.3: algorithm, size and form of the key; its algorithm is good to the end of the certificate
   * that it would get now.
   *
   * @throws RequestRefused WEAK_KEY, naming the defect
   */
  public void requireSuitableKey(String profile, Der subjectPublicKeyInfo) {
    CertificateProfile offered = offered(profile);
    SubjectKeyRules.check(subjectPublicKeyInfo, offered.publicKey());
    Instant now = time.now();
    catalogues
        .current()
        .objectionToNew(
            AlgorithmNames.ofKey(subjectPublicKeyInfo).orElse("a key of another kind"),
            KeyHolder.SUBJECT,
            now,
            offered.validity().lastSecond(now))
        .ifPresent(
            objection -> {
              throw new RequestRefused(Refusal.WEAK_KEY, "the key is refused: " + objection);
            });
  }

  /**
   * R1.2: a proof by a hash that is ended proves nothing.
   *
   * @throws RequestRefused PROOF_OF_POSSESSION_FAILED
   */
  public void requireSuitableProof(Pkcs10 pkcs10) {
    catalogues
        .current()
        .hashObjection(
            AlgorithmNames.ofHashIn(pkcs10.request().getSignatureAlgorithm()), time.now())
        .ifPresent(
            objection -> {
              throw new RequestRefused(
                  Refusal.PROOF_OF_POSSESSION_FAILED, "the PKCS#10 is refused: " + objection);
            });
  }

  /** Id of the CA that certificates are ordered from. */
  public String issuer() {
    return issuer;
  }

  /** Names of the profiles that applicants may name. */
  Set<String> offered() {
    return profiles.all().stream()
        .filter(profile -> profile.orderedBy() == CertificateProfile.OrderedBy.REGISTRATION)
        .map(CertificateProfile::name)
        .collect(Collectors.toSet());
  }

  /** A profile for keys of the TSP itself does not exist for applicants. */
  private CertificateProfile offered(String name) {
    CertificateProfile profile = profiles.get(name);
    if (profile.orderedBy() != CertificateProfile.OrderedBy.REGISTRATION) {
      throw new RequestRefused(Refusal.PROFILE_VIOLATION, "there is no such certificate profile");
    }
    return profile;
  }
}
