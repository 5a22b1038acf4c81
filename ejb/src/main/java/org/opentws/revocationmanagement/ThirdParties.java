package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.RowSeal;
import org.opentws.access.SealedText;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditLog;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.certificategeneration.store.StoredCertificate;
import org.opentws.revocationmanagement.store.SealedThirdParty;
import org.opentws.revocationmanagement.store.ThirdPartyRepository;
import org.opentws.revocationmanagement.store.ThirdPartyVersion;
import org.opentws.revocationstatus.CertificateStatusDatabase;
import org.opentws.revocationstatus.store.CertificateState;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * Third parties that may ask for a change of others' certificates (RM1.5): an employer for those
 * that name its organisation. Two persons admit it, with the certificate whose key speaks for it.
 */
@ApplicationScoped
public class ThirdParties {
  @Inject ThirdPartyRepository repository;
  @Inject CertificateRepository certificates;
  @Inject CertificateStatusDatabase statusDatabase;
  @Inject IssuedCertificates issued;
  @Inject RowSeal rowSeal;
  @Inject AuditLog auditLog;

  /** The newest version of a third party, if this system wrote it. */
  Optional<ThirdPartyVersion> newest(String name) {
    return repository.newest(name).filter(this::isGenuine).map(SealedThirdParty::version);
  }

  /** Stores a version, sealed, in the transaction of its operation. */
  void store(ThirdPartyVersion version) {
    repository.add(new SealedThirdParty(version, rowSeal.seal(statement(version))));
  }

  /**
   * The third party that speaks with a key.
   *
   * @param speaker serial number of the certificate whose key has signed
   * @param subject serial number of the certificate that the request is about
   * @return its name; empty if nobody speaks for that certificate with that key now
   */
  Optional<String> speakingFor(String issuer, SerialNumber speaker, SerialNumber subject) {
    Optional<String> organization = organization(issuer, subject);
    if (organization.isEmpty() || !isGood(issuer, speaker)) {
      return Optional.empty();
    }
    return repository.ofCertificate(issuer, speaker).stream()
        .filter(this::isGenuine)
        .map(SealedThirdParty::version)
        .filter(party -> party.admitted() && party.serial().equals(speaker))
        .filter(party -> party.issuer().equals(issuer))
        .filter(party -> organization.get().equals(party.organization()))
        .map(ThirdPartyVersion::name)
        .findFirst();
  }

  /** A key that is itself in doubt speaks for nobody else. */
  private boolean isGood(String issuer, SerialNumber speaker) {
    return statusDatabase
        .find(issuer, speaker)
        .filter(status -> status.state() == CertificateState.GOOD)
        .isPresent();
  }

  /** As the CA signed it, whatever stands in the database. */
  private Optional<String> organization(String issuer, SerialNumber serial) {
    return certificates
        .find(issuer, serial)
        .map(StoredCertificate::der)
        .filter(certificate -> issued.isOf(issuer, serial, certificate))
        .flatMap(ThirdParties::organization);
  }

  private static Optional<String> organization(Der certificate) {
    try {
      return Arrays.stream(
              new X509CertificateHolder(certificate.octets()).getSubject().getRDNs(BCStyle.O))
          .map(rdn -> IETFUtils.valueToString(rdn.getFirst().getValue()))
          .findFirst();
    } catch (IOException e) {
      throw new IllegalStateException("a verified certificate cannot be read", e);
    }
  }

  private boolean isGenuine(SealedThirdParty party) {
    boolean genuine = rowSeal.holds(statement(party.version()), party.seal());
    if (!genuine) {
      auditLog.recordAndWait(
          AuditEvent.alarm(
              AlarmKind.ROW_FORGED,
              "revocationmanagement",
              "third-party:" + party.version().name(),
              Map.of("reason", "the row was not written by this system")));
    }
    return genuine;
  }

  private static SealedText statement(ThirdPartyVersion version) {
    return SealedText.of(
        "opentws-third-party-1",
        List.of(
            version.name(),
            Integer.toString(version.version()),
            version.organization(),
            version.issuer(),
            version.serial().hex(),
            Boolean.toString(version.admitted()),
            version.requester(),
            version.approver(),
            Long.toString(version.at().toEpochMilli())));
  }
}
