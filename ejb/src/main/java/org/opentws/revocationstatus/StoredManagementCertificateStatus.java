package org.opentws.revocationstatus;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import org.bouncycastle.cert.X509CertificateHolder;
import org.opentws.keymanagement.ManagementCertificateStatus;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** Reads the row that an OCSP answer about the certificate would come from (KM3.6). */
@ApplicationScoped
public class StoredManagementCertificateStatus implements ManagementCertificateStatus {
  @Inject CertificateStatusDatabase database;

  @Override
  public Optional<String> objection(Der certificate) {
    try {
      SerialNumber serial =
          new SerialNumber(new X509CertificateHolder(certificate.octets()).getSerialNumber());
      return database
          .find(InstalledCertificates.MANAGEMENT_CA, serial)
          .map(StoredManagementCertificateStatus::objection)
          .orElse(Optional.of("its status is not known"));
    } catch (StatusNotTrusted e) {
      return Optional.of("its status was tampered with");
    } catch (IOException e) {
      return Optional.of("not a certificate");
    }
  }

  private static Optional<String> objection(CertificateStatus status) {
    return switch (status.state()) {
      case GOOD -> Optional.empty();
      case SUSPENDED, REVOKED ->
          Optional.of("the certificate is " + status.state().name().toLowerCase(Locale.ROOT));
    };
  }
}
