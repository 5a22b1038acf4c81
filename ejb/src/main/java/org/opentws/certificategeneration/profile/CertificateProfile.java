package org.opentws.certificategeneration.profile;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A certificate profile (CG1.5): one version of one document under {@code /profiles}. Its schema,
 * with the meaning of each field, is {@code /profiles/profile.schema.json}.
 *
 * @param follows the standards it follows, with their versions
 */
public record CertificateProfile(
    String name,
    String version,
    String title,
    List<String> follows,
    OrderedBy orderedBy,
    IssuedBy issuedBy,
    SubjectRules subject,
    AllowedKeys publicKey,
    Validity validity,
    List<KeyUsageBit> keyUsage,
    @Nullable ExtendedKeyUsageRule extendedKeyUsage,
    List<PolicyReference> policies,
    @Nullable QcStatementsRule qcStatements,
    @Nullable AlternativeNames subjectAlternativeNames,
    RevocationPointers revocationPointers,
    boolean ocspNoCheck) {

  /** Who may order such a certificate. */
  public enum OrderedBy {
    @JsonProperty("registration")
    REGISTRATION,
    @JsonProperty("key-management")
    KEY_MANAGEMENT
  }

  /** Which kind of CA issues it. */
  public enum IssuedBy {
    /** A CA for subjects and for the TSP's own signing keys. */
    @JsonProperty("tsp")
    TSP,
    /** The CA for infrastructure and control keys. */
    @JsonProperty("management")
    MANAGEMENT
  }

  /** Bits of the keyUsage extension, which is always critical. */
  public enum KeyUsageBit {
    @JsonProperty("digitalSignature")
    DIGITAL_SIGNATURE,
    @JsonProperty("nonRepudiation")
    NON_REPUDIATION
  }

  /** Purposes of the extendedKeyUsage extension. */
  public enum Purpose {
    @JsonProperty("serverAuth")
    SERVER_AUTH,
    @JsonProperty("clientAuth")
    CLIENT_AUTH,
    @JsonProperty("OCSPSigning")
    OCSP_SIGNING,
    @JsonProperty("timeStamping")
    TIME_STAMPING
  }

  /** Where subjectAltName comes from. */
  public enum AlternativeNames {
    @JsonProperty("server")
    SERVER
  }

  /** One of the TSP's own policies; its number is configured. */
  public enum OwnPolicy {
    @JsonProperty("subject")
    SUBJECT,
    @JsonProperty("tsp")
    TSP,
    @JsonProperty("management")
    MANAGEMENT
  }

  /** Either a number fixed by a standard or one of the TSP's own: exactly one is present. */
  public record PolicyReference(@Nullable String oid, @Nullable OwnPolicy own) {}

  /** The extendedKeyUsage extension. */
  public record ExtendedKeyUsageRule(boolean critical, List<Purpose> purposes) {}

  /**
   * QCStatements (EN 319 412-5).
   *
   * @param legislation countries of QcCClegislation; null for EU law
   */
  public record QcStatementsRule(String type, @Nullable List<String> legislation) {
    Optional<List<String>> countries() {
      return Optional.ofNullable(legislation);
    }
  }

  /** Which pointers to revocation status the certificate carries. */
  public record RevocationPointers(boolean ocsp, boolean crl) {}

  /**
   * Life of certificate and key, as ISO 8601 periods.
   *
   * @param max no certificate under this profile may ever live longer
   * @param privateKeyUsage how long the private key may sign; null: as long as the certificate
   */
  public record Validity(String period, String max, @Nullable String privateKeyUsage) {
    Period certificateLife() {
      return Period.parse(period);
    }

    /**
     * The last second of a certificate that begins then. RFC 5280, 4.1.2.5: both ends belong to the
     * period, so it ends one second early.
     */
    public Instant lastSecond(Instant start) {
      return lastSecond(start, certificateLife());
    }

    static Instant lastSecond(Instant start, Period period) {
      return start.atZone(ZoneOffset.UTC).plus(period).toInstant().minusSeconds(1);
    }

    Period longest() {
      return Period.parse(max);
    }

    Optional<Period> keyLife() {
      return Optional.ofNullable(privateKeyUsage).map(Period::parse);
    }
  }

  public boolean has(Purpose purpose) {
    return extendedKeyUsage != null && extendedKeyUsage.purposes().contains(purpose);
  }
}
