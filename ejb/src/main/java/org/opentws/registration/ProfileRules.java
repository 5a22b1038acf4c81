package org.opentws.registration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.opentws.certificategeneration.profile.CertificateProfile;
import org.opentws.certificategeneration.profile.ProfileCatalogue;
import org.opentws.certificategeneration.profile.SubjectKeyRules;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/**
 * What a profile demands of an application. Generation decides by the same profile again; asking
 * here spares the officer applications that could never be certified.
 */
@ApplicationScoped
public class ProfileRules {
  @Inject ProfileCatalogue profiles;

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
   * R1.3: algorithm, size and form of the key.
   *
   * @throws RequestRefused WEAK_KEY, naming the defect
   */
  public void requireSuitableKey(String profile, Der subjectPublicKeyInfo) {
    SubjectKeyRules.check(subjectPublicKeyInfo, offered(profile).publicKey());
  }

  /** Id of the CA that certificates are ordered from. */
  public String issuer() {
    return issuer;
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
