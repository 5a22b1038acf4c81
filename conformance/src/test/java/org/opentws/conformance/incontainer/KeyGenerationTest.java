package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;
import org.opentws.dualcontrol.store.OperationState;
import org.opentws.keymanagement.CryptographicDevices;

/** Keys in a real device and the register's transactions. */
class KeyGenerationTest extends InContainer {
  private static final int AT_ONCE = 3;

  @Inject DualControlService dualControl;
  @Inject CryptographicDevices devices;

  /** A device that holds two keys of one label lends neither: so no two may choose the same. */
  @Test
  void keysGeneratedAtOnceHaveLabelsOfTheirOwn() throws Exception {
    String owner = fresh("at-once");
    Caller requester = login("security-officer-1");
    Caller approver = login("security-officer-2");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < AT_ONCE; i++) {
      ids.add(Acting.as(requester, () -> request(owner)).id());
    }

    List<Future<OperationView>> approvals = new ArrayList<>();
    for (String id : ids) {
      approvals.add(
          Acting.start(approver, () -> Officer.approve(dualControl, approver.account(), id)));
    }

    for (Future<OperationView> approval : approvals) {
      OperationView done = Acting.result(approval);
      assertEquals(OperationState.EXECUTED, done.state(), done::toString);
    }
    List<String> labels =
        devices.with(CryptographicDevices.INFRASTRUCTURE, device -> device.keyLabels()).stream()
            .filter(label -> label.contains(owner))
            .toList();
    assertEquals(AT_ONCE, labels.stream().distinct().count());
    assertEquals(AT_ONCE, labels.size());
    assertEquals(
        1,
        rows()
            .count("select count(*) from signing_key where owner = ? and state = 'ACTIVE'", owner));
  }

  private OperationView request(String owner) {
    return dualControl.request(
        "GENERATE_KEY",
        Map.of(
            "purpose",
            "MESSAGE_SEALING",
            "owner",
            owner,
            "token",
            CryptographicDevices.INFRASTRUCTURE,
            "algorithm",
            "EC:secp256r1"));
  }
}
