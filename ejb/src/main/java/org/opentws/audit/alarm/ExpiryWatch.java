package org.opentws.audit.alarm;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.KeyRegister;
import org.opentws.keymanagement.RegisteredKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of each key in use whose end is near: it, or its certificate, stops counting then. */
@Singleton
@RunAs(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ExpiryWatch {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);

  @Inject private KeyRegister register;
  @Inject private AuditParameters parameters;
  @Inject private Event<AlarmRaised> alarms;
  @Inject private TrustedTime time;

  /** Every hour; an alarm that is open already only counts on. */
  @PermitAll
  @Schedule(hour = "*", minute = "7", persistent = false)
  public void look() {
    Instant limit =
        time.now().plus(Duration.ofDays(parameters.number(AuditParameter.EXPIRY_WARNING)));
    try {
      for (KeyPurpose purpose : KeyPurpose.values()) {
        register.ofPurpose(purpose).stream()
            .filter(key -> key.state() == KeyState.ACTIVE)
            .forEach(key -> judge(key, limit));
      }
    } catch (ServiceUnavailable e) {
      LOG.warn("The ends of keys cannot be looked after now: {}", e.getMessage());
    }
  }

  private void judge(RegisteredKey key, Instant limit) {
    Optional<Instant> end = key.usableUntil().filter(until -> until.isBefore(limit));
    end.ifPresent(
        until ->
            alarms.fireAsync(
                new AlarmRaised(
                    AlarmKind.EXPIRY_NEAR,
                    "key:" + key.purpose() + "/" + key.owner(),
                    "the key ends at " + until,
                    time.now())));
  }
}
