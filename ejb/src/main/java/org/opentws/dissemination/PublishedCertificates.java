package org.opentws.dissemination;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.revocationstatus.OpenCertificates;
import org.opentws.value.Der;
import org.opentws.value.SerialNumber;

/** What the gate gives to everybody, for answers of the status service. */
@ApplicationScoped
public class PublishedCertificates implements OpenCertificates {
  @Inject DisseminationService gate;

  @Override
  public Optional<Der> find(String ca, SerialNumber serial) {
    try {
      return Optional.of(gate.toEverybody(ca, serial).content());
    } catch (RequestRefused e) {
      if (e.refusal() == Refusal.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
