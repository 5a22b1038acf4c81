package org.opentws.idempotency;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.idempotency.store.IdempotencyRepository;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.opentws.time.TrustedTime;

/** Forgets old answers once an hour; two nodes doing it at once do no harm. */
@Singleton
@RunAs(RoleName.SYSTEM)
public class IdempotencyTimer {
  @Inject ThisNode node;
  @Inject IdempotencyRepository requests;
  @Inject IdempotencyConfiguration configuration;
  @Inject TrustedTime time;

  @PermitAll
  @Schedule(hour = "*", minute = "17", persistent = false)
  public void forget() {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    requests.forgetBefore(time.now().minus(configuration.memory()));
  }
}
