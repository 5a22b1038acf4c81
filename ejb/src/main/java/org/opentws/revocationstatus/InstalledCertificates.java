package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.access.ControlCertificateRegistered;
import org.opentws.access.InstallationImported;
import org.opentws.access.InstalledKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.revocationstatus.store.CertificateStatusRepository;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/**
 * RM2.1, RM1.5a: what the management CA issued in the installation ceremony, before there was a
 * database, has a status and can be revoked like any other certificate.
 */
@ApplicationScoped
public class InstalledCertificates {
  /** The id of the CA of control and infrastructure certificates. */
  static final String MANAGEMENT_CA = "management";

  @Inject CertificateStatusRepository repository;

  /** In the transaction that makes the account; one that was issued here has its status already. */
  void controlCertificateRegistered(@Observes ControlCertificateRegistered registered) {
    enter(MANAGEMENT_CA, registered.certificate());
  }

  /** In the transaction of the import. */
  void installationImported(@Observes InstallationImported installation) {
    for (InstalledKey ca : installation.keys()) {
      if (ca.purpose().equals(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING.name())) {
        enter(ca, installation);
      }
    }
  }

  private void enter(InstalledKey ca, InstallationImported installation) {
    Stream.concat(
            installation.keys().stream().map(InstalledKey::certificate),
            installation.controlCertificates().stream())
        // The CA's own certificate is self-signed: nobody could say that it is revoked.
        .filter(certificate -> !certificate.equals(ca.certificate()))
        .distinct()
        .filter(certificate -> holder(certificate).getIssuer().equals(subject(ca)))
        .forEach(certificate -> enter(ca.owner(), certificate));
  }

  private void enter(String issuer, Der certificate) {
    SerialNumber serial = new SerialNumber(holder(certificate).getSerialNumber());
    if (repository.find(issuer, serial).isEmpty()) {
      repository.insertGood(issuer, serial, TspKeyCertificate.isOne(certificate));
    }
  }

  private static X500Name subject(InstalledKey ca) {
    return holder(ca.certificate()).getSubject();
  }

  private static X509CertificateHolder holder(Der certificate) {
    try {
      return new X509CertificateHolder(certificate.octets());
    } catch (IOException e) {
      throw new IllegalArgumentException("the certificate is broken", e);
    }
  }
}
