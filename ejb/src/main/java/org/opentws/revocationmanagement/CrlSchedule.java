package org.opentws.revocationmanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.List;
import org.opentws.access.RoleName;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * On every node, every second: makes the CRLs that are due. So a revocation is on its CRL a second
 * or two after its effect and never waits for it.
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class CrlSchedule {
  private static final Logger LOG = LoggerFactory.getLogger(CrlSchedule.class);
  private static final List<KeyPurpose> CA_PURPOSES =
      List.of(KeyPurpose.CERTIFICATE_SIGNING, KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING);

  @Inject KeyRegister keyRegister;
  @Inject CrlGenerationService generation;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void makeDueCrls() {
    try {
      for (KeyPurpose purpose : CA_PURPOSES) {
        keyRegister.ofPurpose(purpose).stream()
            .filter(key -> key.state() == KeyState.ACTIVE && key.certificate().isPresent())
            .map(RegisteredKey::owner)
            .distinct()
            .forEach(ca -> makeDueCrl(purpose, ca));
      }
    } catch (ServiceUnavailable e) {
      LOG.warn("CRLs cannot be made now: {}", e.getMessage());
    }
  }

  private void makeDueCrl(KeyPurpose purpose, String ca) {
    try {
      if (generation.generateIfDue(purpose, ca)) {
        LOG.info("New CRL of {}", ca);
      }
    } catch (ServiceUnavailable | RequestRefused e) {
      LOG.warn("The CRL of {} cannot be made now: {}", ca, e.getMessage());
    }
  }
}
