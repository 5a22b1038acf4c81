package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.error.ServiceUnavailable;
import org.opentws.hsm.HsmConnection;
import org.opentws.hsm.HsmConnectionFactory;
import org.opentws.hsm.HsmUnavailable;
import org.opentws.keymanagement.CryptographicDevices;
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.UsableKey;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.time.TrustedTime;

/**
 * The container's pool of connections to a device: bounded, waiting is bounded, nothing is lost.
 */
class HsmPoolTest extends InContainer {
  private static final int POOL = 4;
  private static final Duration WAIT = Duration.ofSeconds(2);
  private static final int SIGNATURES = 40;

  @Resource(lookup = "java:/opentws/hsm/infra")
  HsmConnectionFactory devices;

  @Inject CryptographicDevices cryptographicDevices;
  @Inject KeyUse keys;
  @Inject TrustedTime time;

  @Test
  void connectionsAreBoundedAndTheNextCallerIsToldToComeBack() {
    List<HsmConnection> held = hold();
    try {
      long begin = time.monotonicNanos();
      assertThrows(HsmUnavailable.class, devices::connect);
      Duration waited = Duration.ofNanos(time.monotonicNanos() - begin);
      assertTrue(waited.compareTo(WAIT.multipliedBy(3)) < 0, waited::toString);

      ServiceUnavailable unavailable =
          assertThrows(
              ServiceUnavailable.class,
              () -> cryptographicDevices.with(CryptographicDevices.INFRASTRUCTURE, c -> c));
      assertEquals(ServiceUnavailable.Cause.DEVICE, unavailable.missing());
      UsableKey key = keys.active(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, "management");
      assertEquals(
          ServiceUnavailable.Cause.DEVICE,
          assertThrows(ServiceUnavailable.class, () -> keys.sign(key, new byte[] {1})).missing());
    } finally {
      held.forEach(HsmConnection::close);
    }
    try (HsmConnection connection = devices.connect()) {
      assertFalse(connection.keyLabels().isEmpty());
    }
  }

  @Test
  void aConnectionGivenBackServesTheOneWhoWaits() throws Exception {
    List<HsmConnection> held = hold();
    Future<String> waiting;
    try {
      waiting =
          Acting.start(
              new Caller("anonymous", "anonymous", Set.of()),
              () -> {
                try (HsmConnection connection = devices.connect()) {
                  return connection.deviceFacts().toString();
                }
              });
      Thread.sleep(WAIT.toMillis() / 4);
      assertFalse(waiting.isDone());
    } finally {
      held.forEach(HsmConnection::close);
    }
    assertFalse(Acting.result(waiting).isEmpty());
  }

  @Test
  void moreSignersThanConnectionsAllGetTheirs() throws Exception {
    UsableKey key = keys.active(KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING, "management");
    List<Future<byte[]>> signatures = new ArrayList<>();
    for (int i = 0; i < SIGNATURES; i++) {
      byte[] data = {(byte) i};
      signatures.add(
          Acting.start(new Caller("anonymous", "anonymous", Set.of()), () -> keys.sign(key, data)));
    }
    for (Future<byte[]> signature : signatures) {
      assertTrue(Acting.result(signature).length > 0);
    }
  }

  private List<HsmConnection> hold() {
    List<HsmConnection> held = new ArrayList<>();
    for (int i = 0; i < POOL; i++) {
      held.add(devices.connect());
    }
    return held;
  }
}
