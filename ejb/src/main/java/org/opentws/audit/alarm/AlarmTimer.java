package org.opentws.audit.alarm;

import jakarta.annotation.Resource;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.opentws.access.RoleName;
import org.opentws.audit.store.AuditStoreFailed;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rhythm of alarms: an alarm is made within two seconds of its record and sent at once. A sink
 * that hangs holds up neither the making of alarms nor the other sinks. A node without officers
 * leaves both to those that have them; what its log cannot take it sends itself all the same.
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@Lock(LockType.READ)
@AccessTimeout(0)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AlarmTimer {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmTimer.class);
  private static final int ROUNDS_MAX = 200;

  @Inject private AlarmFollower follower;
  @Inject private AlarmDelivery delivery;
  @Inject private DirectAlarms direct;
  @Inject private ThisNode node;
  @Resource private ManagedExecutorService executor;

  private final AtomicBoolean following = new AtomicBoolean();
  private final Map<String, AtomicBoolean> delivering = new ConcurrentHashMap<>();
  private final AtomicBoolean sending = new AtomicBoolean();

  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  public void follow() {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    rounds(following, follower::round);
  }

  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  public void deliver() {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    for (AlarmSink sink : delivery.sinks()) {
      AtomicBoolean busy = delivering.computeIfAbsent(sink.name(), name -> new AtomicBoolean());
      if (!busy.get()) {
        executor.execute(() -> rounds(busy, () -> delivery.round(sink)));
      }
    }
  }

  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  public void sendDirectly() {
    rounds(
        sending,
        () -> {
          direct.round();
          return false;
        });
  }

  private static void rounds(AtomicBoolean busy, BooleanSupplier round) {
    if (!busy.compareAndSet(false, true)) {
      return;
    }
    try {
      for (int i = 0; i < ROUNDS_MAX && round.getAsBoolean(); i++) {
        LOG.debug("More alarms");
      }
    } catch (AuditStoreFailed e) {
      LOG.warn("Alarms cannot be looked after now: {}", e.getMessage());
    } finally {
      busy.set(false);
    }
  }
}
