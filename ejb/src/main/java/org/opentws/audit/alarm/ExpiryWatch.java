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
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.audit.AuditParameter;
import org.opentws.audit.AuditParameters;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.CommittedKeys;
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
  private static final Duration AGAIN_AFTER = Duration.ofHours(1);

  @Inject private CommittedKeys register;
  @Inject private AuditParameters parameters;
  @Inject private Event<AlarmRaised> alarms;
  @Inject private TrustedTime time;

  /** Key identifiers, and when this node told of each last. */
  private final Map<String, Instant> told = new HashMap<>();

  /** A key that is new among these is told of at once, an old one once an hour. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
  public void look() {
    Instant limit =
        time.now().plus(Duration.ofDays(parameters.number(AuditParameter.EXPIRY_WARNING)));
    try {
      Set<String> near = new HashSet<>();
      for (KeyPurpose purpose : KeyPurpose.values()) {
        register.ofPurpose(purpose).stream()
            .filter(key -> key.state() == KeyState.ACTIVE)
            .filter(key -> key.usableUntil().filter(end -> end.isBefore(limit)).isPresent())
            .forEach(
                key -> {
                  near.add(key.keyId());
                  tell(key);
                });
      }
      told.keySet().retainAll(near);
    } catch (ServiceUnavailable e) {
      LOG.warn("The ends of keys cannot be looked after now: {}", e.getMessage());
    }
  }

  private void tell(RegisteredKey key) {
    Instant now = time.now();
    if (told.getOrDefault(key.keyId(), Instant.MIN).isAfter(now.minus(AGAIN_AFTER))) {
      return;
    }
    told.put(key.keyId(), now);
    alarms.fireAsync(
        new AlarmRaised(
            AlarmKind.EXPIRY_NEAR,
            "key:" + key.purpose() + "/" + key.owner(),
            "the key ends at " + key.usableUntil().map(Instant::toString).orElse(""),
            now));
  }
}
