package org.opentws.keymanagement.activation;

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
import org.opentws.access.RoleName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Each node's ear for what persons decide about locked devices on any node. */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ActivationWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ActivationWatch.class);

  @Inject ActivationSteps steps;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void follow() {
    attempt(steps::follow);
  }

  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  @PermitAll
  public void announce() {
    attempt(steps::announce);
  }

  private static void attempt(Runnable step) {
    try {
      step.run();
    } catch (RuntimeException e) {
      // The next round tries again; nothing is open that should not be.
      LOG.warn("Activation of devices: {}", e.toString());
    }
  }
}
