package org.opentws.authentication;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;

/** Ends idle sessions every minute; on two nodes each session is still ended once. */
@Singleton
@RunAs(RoleName.SYSTEM)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SessionTimer {
  @Inject ThisNode node;
  @Inject SessionService sessions;

  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "37", persistent = false)
  public void endOverdue() {
    if (!node.runs(NodeService.ADMINISTRATION)) {
      return;
    }
    sessions.endOverdue();
  }
}
