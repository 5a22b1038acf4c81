package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.opentws.revocationmanagement.store.StatusChangeRequest;

/** Sending a request on its way and listening for its decision. */
@ApplicationScoped
public class StatusChangeDelivery {
  @Inject StatusMessaging messaging;
  @Inject EffectWaiting effectWaiting;
  @Inject RevocationManagementConfiguration configuration;

  void send(StatusChangeRequest request) {
    messaging.send(request);
  }

  Semaphore enter(String id) {
    return effectWaiting.enter(id);
  }

  void leave(String id) {
    effectWaiting.leave(id);
  }

  Duration answerWithin() {
    return configuration.answerWithin();
  }
}
