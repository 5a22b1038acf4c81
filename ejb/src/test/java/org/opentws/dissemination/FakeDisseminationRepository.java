package org.opentws.dissemination;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.opentws.dissemination.store.DisseminatedCertificate;
import org.opentws.dissemination.store.DisseminationRepository;
import org.opentws.value.SerialNumber;

/** Two tables in memory, as in V1_11. */
class FakeDisseminationRepository extends DisseminationRepository {
  final Map<String, DisseminatedCertificate> kept = new LinkedHashMap<>();
  final Set<String> published = new LinkedHashSet<>();

  @Override
  public void add(DisseminatedCertificate stored, boolean personal) {
    kept.put(stored.issuer() + "/" + stored.serial(), stored);
  }

  @Override
  public void publish(String issuer, SerialNumber serial, Instant at) {
    published.add(issuer + "/" + serial);
  }

  @Override
  public Optional<DisseminatedCertificate> find(String issuer, SerialNumber serial) {
    return Optional.ofNullable(kept.get(issuer + "/" + serial));
  }

  @Override
  public Optional<DisseminatedCertificate> findPublished(String issuer, SerialNumber serial) {
    return published.contains(issuer + "/" + serial) ? find(issuer, serial) : Optional.empty();
  }
}
