package org.opentws.certificategeneration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.opentws.certificategeneration.store.CertificateRepository;
import org.opentws.keymanagement.CertificateCensus;

/** Counts the certificates that were generated here (KM4.3). */
@ApplicationScoped
public class IssuedCertificateCensus implements CertificateCensus {
  @Inject CertificateRepository certificates;

  @Override
  public Map<String, Long> endingAfter(Instant end) {
    return certificates.endingAfter(end);
  }
}
