package org.opentws.keymanagement.activation;

import jakarta.annotation.security.PermitAll;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Map;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.audit.AuditLog;
import org.opentws.audit.Outcome;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.TokenState;
import org.opentws.keymanagement.CryptographicDevices;
import org.opentws.keymanagement.store.ActivationRepository;
import org.opentws.keymanagement.store.DeviceActivation;
import org.opentws.time.TrustedTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a node does about the wishes of persons, each in a transaction of its own. */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class ActivationSteps {
  private static final Logger LOG = LoggerFactory.getLogger(ActivationSteps.class);

  @Inject ActivationRepository repository;
  @Inject CryptographicDevices devices;
  @Inject DeviceOpening opening;
  @Inject StatementSigner signer;
  @Inject Station station;
  @Inject AuditLog audit;
  @Inject TrustedTime time;

  /** Tells the other nodes that this one lives; forgets what dead ones left. */
  @PermitAll
  public void announce() {
    if (station.usesKeysOfCas() && signer.isReady()) {
      station.announce();
      repository.forget(
          time.now().minus(Station.ALIVE_MAX.multipliedBy(3)),
          time.now().minus(DeviceOpening.SHARE_LIFE));
    }
  }

  /** Nodes activate together, and lock together: this one follows what was decided on another. */
  @PermitAll
  public void follow() {
    if (!station.usesKeysOfCas()) {
      return;
    }
    for (DeviceActivation wish : repository.activations()) {
      TokenState here = devices.state(wish.device()).orElse(TokenState.OPENS_BY_ITSELF);
      if (wish.isActivated() && here == TokenState.LOCKED) {
        openIfSharesAreHere(wish);
      } else if (!wish.isActivated() && devices.isOpened(wish.device())) {
        lockHere(wish.device());
      }
    }
  }

  /**
   * Waits for persons who activate the device at this moment: they open it here before what they
   * decided can be read. What was opened and then not decided, by a failed transaction, is locked.
   */
  private void lockHere(String device) {
    repository
        .lock(device)
        .filter(wish -> !wish.isActivated())
        .ifPresent(
            wish -> {
              devices.deactivate(device);
              LOG.warn("The device '{}' was locked by {}", device, wish.changedBy());
            });
  }

  /** Without shares for this very process, which came later than they did, it stays locked. */
  private void openIfSharesAreHere(DeviceActivation wish) {
    boolean decidedForThisProcess =
        opening.shares(wish.device()).stream()
            .anyMatch(row -> !row.given().givenAt().isAfter(wish.changedAt()));
    if (!decidedForThisProcess) {
      return;
    }
    try {
      opening.open(wish.device());
      record(wish, Outcome.SUCCESS, Map.of("node", station.node()));
    } catch (RequestRefused e) {
      repository.removeFor(wish.device(), station.id());
      LOG.error("The device '{}' could not be activated here: {}", wish.device(), e.detail());
      record(wish, Outcome.FAILURE, Map.of("node", station.node(), "reason", e.detail()));
    }
  }

  private void record(DeviceActivation wish, Outcome outcome, Map<String, String> details) {
    audit.record(
        new AuditEvent(
            AuditEventType.DEVICE_ACTIVATED,
            outcome,
            wish.changedBy(),
            "device:" + wish.device(),
            details));
  }

  /** The node that took the wish does not wait for its own watch. */
  @PermitAll
  public void locked(@Observes(during = TransactionPhase.AFTER_SUCCESS) DeviceLocked event) {
    devices.deactivate(event.device());
  }
}
