package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.opentws.keymanagement.OfflineCaLists;
import org.opentws.revocationstatus.CurrentCrlService;
import org.opentws.revocationstatus.store.StoredCrl;
import org.opentws.value.Der;

/** Gives key management what {@link OfflineCrlImport} took in. */
@ApplicationScoped
public class ImportedOfflineLists implements OfflineCaLists {
  @Inject CurrentCrlService currentCrls;

  @Override
  public Optional<Der> newest(String ca) {
    return currentCrls.current(ca).map(this::octets);
  }

  private Der octets(StoredCrl crl) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    try {
      currentCrls.write(crl, StoredCrl.Encoding.IDENTITY, 0, crl.length(), octets);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Der.of(octets.toByteArray());
  }
}
