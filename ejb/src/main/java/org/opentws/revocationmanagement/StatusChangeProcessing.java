package org.opentws.revocationmanagement;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.opentws.error.RequestRefused;
import org.opentws.revocationmanagement.store.StatusChangeRequest;

/** Brings a request that is in the inbox to its decision. */
@ApplicationScoped
public class StatusChangeProcessing {
  @Inject StatusChangeInbox inbox;
  @Inject StatusMessaging messaging;
  @Inject EffectWaiting effectWaiting;

  /** Doing it twice does nothing the second time. */
  void process(StatusChangeRequest message) {
    try {
      // A crash after apply leaves message B unsent: status nodes read the change log instead.
      inbox.apply(message).ifPresent(messaging::announce);
    } catch (RequestRefused e) {
      inbox.refuse(message, e);
    }
    effectWaiting.wake(message.id());
  }
}
