package org.opentws.keymanagement;

import java.util.List;
import java.util.Optional;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

/**
 * Makes the certificate of a newly generated TSP or infrastructure key. Implemented by certificate
 * generation, so that key management needs to know no service (house rule 2).
 */
public interface KeyCertifier {
  /**
   * Issues the certificate under the profile that belongs to the purpose, in the caller's
   * transaction.
   *
   * @param ca the CA that is to issue it, instead of the one that the configuration names; for
   *     purposes that leave the choice
   * @return the certificate, then its issuers, nearest first
   */
  List<Der> certify(
      KeyPurpose purpose, String owner, Der subjectPublicKeyInfo, Optional<String> ca);
}
