package org.opentws.keymanagement;

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
import java.util.function.Predicate;
import org.opentws.access.RoleName;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.store.KeyState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Each node's eye on register and devices. Every node watches for itself: what it sees is about its
 * own connection to the device.
 */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class KeyWatch {
  private static final Logger LOG = LoggerFactory.getLogger(KeyWatch.class);

  @Inject RegisterView register;
  @Inject DeviceBoard board;
  @Inject DeviceStandings standings;
  @Inject DeviceVerdicts verdicts;
  @Inject ReplicaBoard replicas;
  @Inject RefusalJournal refusals;
  @Inject CryptographicDevices devices;

  /** KM4.3: what another node changed counts here a second later. */
  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @PermitAll
  public void readRegister() {
    try {
      register.refresh();
    } catch (RuntimeException e) {
      // Not the end: readers of the view fail closed when it is too old.
      LOG.warn("The register of keys cannot be read: {}", e.toString());
    }
  }

  /** DEVICE_LOST and DEVICE_RETURNED within five seconds. */
  @Schedule(hour = "*", minute = "*", second = "*/5", persistent = false)
  @PermitAll
  public void probeDevices() {
    readList();
    for (String token : devices.tokens()) {
      try {
        // KMF-a: a device that was away may have come back as another one.
        boolean returned = board.probe(token);
        replicas.look(token);
        if (returned || replicas.isAmiss(token)) {
          judgeKeys(token, held -> true);
          board.reconcile(token);
        } else {
          // What was mended, or was wrong for a moment only, does not stand for a minute.
          judgeKeys(token, held -> verdicts.isInDoubt(held, token));
        }
      } catch (ServiceUnavailable e) {
        LOG.warn("The device '{}' could not be looked after: {}", token, e.toString());
      }
    }
  }

  private void readList() {
    try {
      standings.readList();
    } catch (ServiceUnavailable e) {
      LOG.warn("The list of approved devices cannot be taken over now: {}", e.toString());
    }
  }

  /** KMF-a: a swapped key, certificate or register line is found within a minute. */
  @Schedule(hour = "*", minute = "*", second = "30", persistent = false)
  @PermitAll
  public void compareDevicesWithRegister() {
    for (String token : devices.tokens()) {
      try {
        judgeKeys(token, held -> true);
        board.reconcile(token);
      } catch (ServiceUnavailable e) {
        LOG.warn("The device '{}' could not be compared: {}", token, e.toString());
      }
    }
  }

  private void judgeKeys(String token, Predicate<HeldKey> which) {
    if (devices.isLocked(token)) {
      return; // Nothing can be signed with its keys, and they are judged as soon as it is open.
    }
    String home = CryptographicDevices.first(token);
    for (HeldKey held : register.all()) {
      if (held.state() == KeyState.ACTIVE && held.token().equals(home) && which.test(held)) {
        judge(held, token);
      }
    }
  }

  private void judge(HeldKey held, String token) {
    if (token.equals(held.token())) {
      held.defect()
          .or(() -> verdicts.askAgain(held, token))
          .ifPresent(reason -> refusals.refused(held, reason));
    } else if (held.origin() != Origin.MADE_THERE) {
      replicas.judged(held, token, verdicts.askAgain(held, token));
    }
  }
}
