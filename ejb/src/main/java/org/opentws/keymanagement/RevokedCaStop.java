package org.opentws.keymanagement;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.opentws.access.RoleName;

/**
 * Stops keys of CAs that a list of an offline CA has revoked and that are in use all the same: the
 * register was restored or changed since, or the list was imported before keys were stopped by it.
 */
@Stateless
public class RevokedCaStop {
  /** Nobody asks for it: two persons agreed to the list. */
  private static final TwoPersons NOBODY = new TwoPersons("keymanagement", "keymanagement");

  @Inject RevokedCas revoked;

  /**
   * On all nodes, in one transaction.
   *
   * @return ids of the keys that were stopped
   * @throws org.opentws.error.ServiceUnavailable DATABASE
   */
  @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
  @RolesAllowed(RoleName.SYSTEM)
  public List<String> stopRevoked() {
    List<RevokedCas.Hit> hits = revoked.hitNow();
    hits.forEach(hit -> revoked.stop(hit, NOBODY));
    return hits.stream().map(hit -> hit.key().keyId()).toList();
  }
}
