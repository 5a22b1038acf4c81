package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.certificategeneration.profile.CertificateProfile.OrderedBy;
import org.opentws.certificategeneration.profile.GenerationSettings;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.externalmessage.MessageSeal;
import org.opentws.keymanagement.KeyCertificateLife;
import org.opentws.keymanagement.KeyCertifier;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;
import org.opentws.value.Der;

/**
 * Certifies keys of the TSP (FUNC-5.3.3.1.b): the purpose decides profile and CA, the configuration
 * who the TSP is. Called only in an operation that two persons agreed to.
 */
@ApplicationScoped
public class KeyCertification implements KeyCertifier, KeyCertificateLife {
  @Inject CertificateIssuance issuance;
  @Inject ProfileDesk desk;
  @Inject TrustedTime time;

  @Override
  @Transactional(Transactional.TxType.MANDATORY)
  public List<Der> certify(
      KeyPurpose purpose, String owner, Der subjectPublicKeyInfo, Optional<String> ca) {
    CertificateOrder order = order(purpose, owner, subjectPublicKeyInfo, ca);
    CertificateIssuance.Issued issued =
        issuance.issue(order, OrderedBy.KEY_MANAGEMENT, Optional.empty());
    return Stream.concat(Stream.of(issued.certificate().certificate()), issued.issuers().stream())
        .toList();
  }

  @Override
  public Instant end(KeyPurpose purpose) {
    return desk.end(profile(purpose), time.now());
  }

  private static String profile(KeyPurpose purpose) {
    return switch (purpose) {
      case OCSP_SIGNING -> "ocsp-responder";
      case TIME_STAMP_SIGNING -> "time-stamping-unit";
      case TLS_SERVER -> "infrastructure-tls-server";
      case DATABASE_CLIENT -> "infrastructure-database-client";
      case AUDIT_SIGNING, MESSAGE_SEALING -> "infrastructure-signing";
      case CERTIFICATE_SIGNING, MANAGEMENT_CERTIFICATE_SIGNING ->
          throw new RequestRefused(
              Refusal.PROFILE_VIOLATION, "a CA is certified by a ceremony, never here (KM1.6)");
    };
  }

  private CertificateOrder order(KeyPurpose purpose, String owner, Der key, Optional<String> ca) {
    String profile = profile(purpose);
    return switch (purpose) {
      case OCSP_SIGNING -> service(profile, owner, key, "OCSP responder " + owner);
      case TIME_STAMP_SIGNING ->
          service(profile, ca.orElse(desk.settings().tspIssuer()), key, "Time-stamping " + owner);
      case TLS_SERVER -> infrastructure(profile, key, desk.settings().tlsNames().get(0));
      // The role alone: the database compares it with who logs in.
      case DATABASE_CLIENT -> infrastructure(profile, key, owner);
      case AUDIT_SIGNING -> infrastructure(profile, key, "Audit " + owner);
      case MESSAGE_SEALING -> infrastructure(profile, key, MessageSeal.COMMON_NAME + owner);
      case CERTIFICATE_SIGNING, MANAGEMENT_CERTIFICATE_SIGNING ->
          throw new IllegalStateException(purpose + " has no profile");
    };
  }

  /** For relying parties to know: published (D1.2). */
  private CertificateOrder service(String profile, String issuer, Der key, String commonName) {
    Map<String, String> subject = provider(commonName);
    desk.settings()
        .provider()
        .identifier()
        .ifPresent(identifier -> subject.put("organizationIdentifier", identifier));
    return new CertificateOrder(profile, issuer, key, subject, true);
  }

  /** Of no concern to relying parties: never published. */
  private CertificateOrder infrastructure(String profile, Der key, String commonName) {
    return new CertificateOrder(profile, IssuingKey.MANAGEMENT, key, provider(commonName), false);
  }

  private Map<String, String> provider(String commonName) {
    GenerationSettings.Provider provider = desk.settings().provider();
    Map<String, String> subject = new LinkedHashMap<>();
    subject.put("countryName", provider.country());
    subject.put("organizationName", provider.organization());
    subject.put("commonName", commonName);
    return subject;
  }
}
