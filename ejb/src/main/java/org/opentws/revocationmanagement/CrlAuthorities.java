package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.opentws.keymanagement.CommittedKeys;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.revocationmanagement.store.CrlIssuerAppointment;
import org.opentws.value.Der;

/** Finds who signs the CRLs of a CA: its own key as long as it has one, else whom it was given. */
@ApplicationScoped
class CrlAuthorities {
  @Inject KeyUse keyUse;
  @Inject CommittedKeys keys;
  @Inject CrlIssuers issuers;

  /**
   * Who signs now.
   *
   * @throws org.opentws.error.ServiceUnavailable KEY: nobody can
   */
  CrlAuthority of(KeyPurpose purpose, String ca) {
    List<RegisteredKey> own =
        keys.ofPurpose(purpose).stream().filter(key -> key.owner().equals(ca)).toList();
    if (own.stream().noneMatch(key -> key.state() == KeyState.ACTIVE)) {
      Optional<CrlAuthority> other = issuers.of(ca).flatMap(found -> indirect(own, found));
      if (other.isPresent()) {
        return other.get();
      }
    }
    UsableKey key = keyUse.active(purpose, ca);
    return new CrlAuthority(ca, key.certificate(), key);
  }

  /** For the certificates under the CA's newest key. */
  private Optional<CrlAuthority> indirect(List<RegisteredKey> own, CrlIssuerAppointment found) {
    Optional<Der> certificate =
        own.stream().map(RegisteredKey::certificate).flatMap(Optional::stream).findFirst();
    return certificate.map(
        of ->
            new CrlAuthority(
                found.ca(), of, keyUse.active(KeyPurpose.CERTIFICATE_SIGNING, found.issuer())));
  }
}
