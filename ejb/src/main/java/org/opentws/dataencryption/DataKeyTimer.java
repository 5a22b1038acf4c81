package org.opentws.dataencryption;

import jakarta.annotation.PostConstruct;
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
import org.opentws.access.RoleName;
import org.opentws.dataencryption.store.FieldEncryption;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has data keys made and unwrapped; tries again while the device does not answer. */
@Startup
@Singleton
@RunAs(RoleName.SYSTEM)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DataKeyTimer {
  private static final Logger LOG = LoggerFactory.getLogger(DataKeyTimer.class);

  @Inject ThisNode node;
  @Inject DataKeyMaking making;
  @Inject DataKeys keys;
  @Inject FieldEncryption fields;
  @Inject DataKeyReadiness readiness;

  /** A front node gives out what is public: it gets no key. */
  @PostConstruct
  void begin() {
    if (node.runs(NodeService.ADMINISTRATION)) {
      fields.use(keys);
    } else {
      readiness.seen();
    }
  }

  /** Until there is a key. */
  @PermitAll
  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  public void first() {
    if (!readiness.isSeen()) {
      look();
    }
  }

  /** Until there is the next one. */
  @PermitAll
  @Schedule(hour = "*", minute = "17", persistent = false)
  public void next() {
    if (node.runs(NodeService.ADMINISTRATION)) {
      look();
    }
  }

  private void look() {
    try {
      making.makeIfDue();
      keys.refresh();
      readiness.seen();
    } catch (RuntimeException e) {
      LOG.warn("there are no data keys yet: {}", e.toString());
    }
  }
}
