package org.opentws.timestamping;

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
import org.opentws.error.ServiceUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every second: what units, clients and accounts are now. */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TimeStampPolicyWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TimeStampPolicyWatch.class);

  @Inject TimeStampPolicies policies;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void readPolicies() {
    try {
      policies.refresh();
    } catch (ServiceUnavailable e) {
      LOG.warn("The time-stamping policies cannot be read now: {}", e.getMessage());
    }
  }
}
