package org.opentws.certificategeneration.profile;

import java.math.BigInteger;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.opentws.certificategeneration.SoftwareKeys;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.CrlPartitions;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Sound drafts of certificates, for tests to spoil. */
public final class Drafts {
  public static final Instant NOW = Instant.parse("2026-11-24T12:00:00.750Z");
  public static final SerialNumber SERIAL =
      new SerialNumber(new BigInteger("4f1e2d3c4b5a69788796a5b4c3d2e1f001122334", 16));
  public static final GenerationSettings SETTINGS =
      new GenerationSettings(
          URI.create("http://pki.example.org"),
          URI.create("https://pki.example.org/policies/pds"),
          new GenerationSettings.Policies("2.999.1", "2.999.2", "2.999.3"),
          new GenerationSettings.Provider("CZ", "Test", Optional.of("NTRCZ-12345678")),
          List.of("localhost", "127.0.0.1"),
          "issuing",
          2,
          CrlPartitions.valueOf("parted:8"),
          Duration.ofSeconds(10));
  public static final Map<String, String> ANNA =
      Map.of(
          "countryName", "CZ",
          "givenName", "Anna",
          "surname", "Nováková",
          "serialNumber", "PNOCZ-7001019999",
          "commonName", "Anna Nováková");
  public static final Map<String, String> PROVIDER =
      Map.of("countryName", "CZ", "organizationName", "Test", "commonName", "unit");

  public static final ProfileCatalogue CATALOGUE = new ProfileCatalogue();

  private static final SoftwareKeys KEYS = new SoftwareKeys(NOW);
  private static final KeyPair SUBJECT_KEY = SoftwareKeys.pair("EC", 256);

  static {
    KEYS.add(KeyPurpose.CERTIFICATE_SIGNING, "issuing");
    KEYS.add(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, "management");
  }

  private Drafts() {}

  public static Issuer issuer(CertificateProfile profile) {
    boolean tsp = profile.issuedBy() == CertificateProfile.IssuedBy.TSP;
    UsableKey key =
        tsp
            ? KEYS.active(KeyPurpose.CERTIFICATE_SIGNING, "issuing")
            : KEYS.active(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, "management");
    return Issuer.of(key.owner(), profile.issuedBy(), key.certificate(), key.algorithm());
  }

  public static Der subjectKey() {
    return SoftwareKeys.publicKey(SUBJECT_KEY);
  }

  /** A draft that its profile accepts. */
  public static CertificateDraft of(String profileName) {
    CertificateProfile profile = CATALOGUE.get(profileName);
    boolean person = profile.orderedBy() == CertificateProfile.OrderedBy.REGISTRATION;
    return with(profile, person ? ANNA : PROVIDER, subjectKey());
  }

  public static CertificateDraft with(
      CertificateProfile profile, Map<String, String> subject, Der key) {
    return new CertificateDraft(profile, issuer(profile), subject, key, SERIAL, NOW);
  }
}
