package org.opentws.keymanagement;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.EJB;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.opentws.access.RoleName;
import org.opentws.audit.AlarmKind;
import org.opentws.audit.AlarmRaised;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogues;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks for keys whose end is near, on the nodes that can have the successor certified. */
@Singleton
@Startup
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RollOverWatch {
  private static final Logger LOG = LoggerFactory.getLogger(RollOverWatch.class);

  @Inject ThisNode node;
  @Inject CommittedKeys register;
  @Inject Event<AlarmRaised> alarms;
  @Inject AlgorithmCatalogues catalogues;
  @Inject TrustedTime time;
  @EJB KeyRollOver rollOver;

  /** What this node has raised an alarm for and is still so. */
  private final Set<String> alarmed = ConcurrentHashMap.newKeySet();

  @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
  @PermitAll
  public void look() {
    if (!node.runs(NodeService.CERTIFICATE_GENERATION)) {
      return;
    }
    KeyOrder.RENEWED.forEach(this::look);
    KeyOrder.ROLLING.forEach(this::look);
  }

  private void look(KeyPurpose purpose) {
    Instant horizon = time.now().plus(rollOver.looksAhead());
    try {
      register.ofPurpose(purpose).stream()
          .filter(key -> key.state() == KeyState.ACTIVE)
          .filter(key -> isNear(key, horizon) || alarmed.contains(what(purpose, key.owner())))
          .map(RegisteredKey::owner)
          .distinct()
          .forEach(owner -> look(purpose, owner));
    } catch (ServiceUnavailable e) {
      LOG.warn("The register of keys cannot be read: {}", e.getMessage());
    }
  }

  /** Most keys are far from their end: no transaction is begun for each of them. */
  private boolean isNear(RegisteredKey key, Instant horizon) {
    // KM4.3: the catalogue may end its algorithm earlier.
    boolean suitable =
        KeyAlgorithm.find(key.algorithm())
            .filter(algorithm -> algorithm.end(catalogues.current()).isAfter(horizon))
            .isPresent();
    return !suitable || key.usableUntil().filter(end -> end.isAfter(horizon)).isEmpty();
  }

  private static String what(KeyPurpose purpose, String owner) {
    return purpose + "/" + owner;
  }

  private void look(KeyPurpose purpose, String owner) {
    String what = what(purpose, owner);
    try {
      if (KeyOrder.RENEWED.contains(purpose)) {
        rollOver.prepareIfDue(purpose, owner);
      }
      switch (rollOver.rollOverIfDue(purpose, owner)) {
        case NOT_DUE -> alarmed.remove(what);
        case ROLLED_OVER -> {
          alarmed.remove(what);
          LOG.info("A spare key is in use now: {}", what);
        }
        case ROLLED_OVER_TO_THE_LAST -> alarm(what, "the last spare key is in use now");
        case NOT_DUE_AND_NO_SPARE, NO_SPARE -> alarm(what, "there is no spare key to follow it");
      }
    } catch (ServiceUnavailable | RequestRefused e) {
      LOG.warn("The roll-over of {} is not possible now: {}", what, e.getMessage());
      alarm(what, "a spare key cannot take its place now: " + e.getMessage());
    }
  }

  private void alarm(String what, String detail) {
    if (alarmed.add(what)) {
      alarms.fireAsync(
          new AlarmRaised(AlarmKind.SPARE_KEY_MISSING, "key:" + what, detail, time.now()));
    }
  }
}
