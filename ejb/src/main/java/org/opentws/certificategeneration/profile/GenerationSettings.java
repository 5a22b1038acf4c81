package org.opentws.certificategeneration.profile;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.opentws.value.CrlPartitions;

/**
 * Settings of certificate generation; names begin with {@code opentws.certificategeneration.}
 * unless said otherwise.
 *
 * @param baseUrl {@code opentws.dissemination.base-url}: where OCSP, CRLs and CA certificates are
 *     (http; default http://localhost:8080)
 * @param pdsUrl {@code pds-url}: the PKI disclosure statement in English (https only, EN 319 412-5,
 *     4.3.4; default https://localhost:8443/policies/pds)
 * @param policies the numbers of the TSP's own policies
 * @param provider who the TSP is, for the names of its own keys
 * @param tlsNames {@code tls-names}: host names and addresses of the TLS server, separated by
 *     commas (default localhost,127.0.0.1)
 * @param tspIssuer {@code tsp-issuer}: the CA that certifies the time-stamping units (default
 *     issuing)
 * @param parallelMax {@code parallel-max}: how many certificates are in the making at once on one
 *     node; each holds two database connections (default 8)
 * @param crlPartitions {@code opentws.revocationmanagement.crl-partitions}: whose certificates name
 *     the CRL of a partition (default none)
 * @param signingMax {@code signing-max}: a signature that took longer is thrown away, because
 *     notBefore would lie in the past (CG1.6e; default PT10S)
 */
public record GenerationSettings(
    URI baseUrl,
    URI pdsUrl,
    Policies policies,
    Provider provider,
    List<String> tlsNames,
    String tspIssuer,
    int parallelMax,
    CrlPartitions crlPartitions,
    Duration signingMax) {
  private static final String PREFIX = "opentws.certificategeneration.";

  public GenerationSettings {
    if (!"https".equals(pdsUrl.getScheme())) {
      throw new IllegalArgumentException(PREFIX + "pds-url must begin with https://");
    }
    if (!"http".equals(baseUrl.getScheme())) {
      // A status that needs TLS to fetch needs a status to begin with (RFC 5280, 8).
      throw new IllegalArgumentException("opentws.dissemination.base-url must begin with http://");
    }
    if (parallelMax < 1) {
      throw new IllegalArgumentException(PREFIX + "parallel-max must be at least 1");
    }
    if (tlsNames.isEmpty()) {
      throw new IllegalArgumentException(PREFIX + "tls-names must name the TLS server");
    }
    tlsNames = List.copyOf(tlsNames);
  }

  /**
   * Object identifiers: {@code subject-policy}, {@code tsp-policy}, {@code management-policy}. The
   * defaults lie under 2.999, the arc for examples: a real TSP has its own.
   */
  public record Policies(String subject, String tsp, String management) {
    String oid(CertificateProfile.OwnPolicy own) {
      return switch (own) {
        case SUBJECT -> subject;
        case TSP -> tsp;
        case MANAGEMENT -> management;
      };
    }
  }

  /**
   * {@code country} (default BE), {@code organization} (default OpenTWS Demonstration), {@code
   * organization-identifier} (EN 319 412-1, 5.1.4; absent by default).
   */
  public record Provider(String country, String organization, Optional<String> identifier) {}

  /** Reads the settings; a wrong one stops the start. */
  public static GenerationSettings from(Config config) {
    return new GenerationSettings(
        URI.create(
            config
                .getOptionalValue("opentws.dissemination.base-url", String.class)
                .orElse("http://localhost:8080")),
        URI.create(text(config, "pds-url", "https://localhost:8443/policies/pds")),
        new Policies(
            text(config, "subject-policy", "2.999.419261.1.1"),
            text(config, "tsp-policy", "2.999.419261.1.2"),
            text(config, "management-policy", "2.999.419261.1.3")),
        new Provider(
            text(config, "country", "BE"),
            text(config, "organization", "OpenTWS Demonstration"),
            config.getOptionalValue(PREFIX + "organization-identifier", String.class)),
        Arrays.stream(text(config, "tls-names", "localhost,127.0.0.1").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList(),
        text(config, "tsp-issuer", "issuing"),
        config.getOptionalValue(PREFIX + "parallel-max", Integer.class).orElse(8),
        CrlPartitions.valueOf(
            config
                .getOptionalValue("opentws.revocationmanagement.crl-partitions", String.class)
                .orElse("none")),
        config
            .getOptionalValue(PREFIX + "signing-max", Duration.class)
            .orElse(Duration.ofSeconds(10)));
  }

  private static String text(Config config, String name, String otherwise) {
    return config.getOptionalValue(PREFIX + name, String.class).orElse(otherwise);
  }
}
