package org.opentws.tools.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.HsmUnavailable;

class DeviceSettingTest {
  private static final Path SECRETS = Path.of("/secrets");

  private final Properties configuration = new Properties();

  @Test
  void defaultsAreThoseOfTheServer() {
    DeviceSetting ca = DeviceSetting.of("ca", configuration, SECRETS);
    assertTrue(ca.isActivated());
    assertEquals("ca", ca.label());
    assertEquals(Path.of("/usr/lib/softhsm/libsofthsm2.so"), ca.library());
    DeviceSetting tsp = DeviceSetting.of("tsp", configuration, SECRETS);
    assertFalse(tsp.isActivated());
    assertThrows(HsmUnavailable.class, tsp::token, "its PIN must be set");
  }

  @Test
  void oneDeviceMayHaveALibraryAndATokenOfItsOwn() {
    configuration.setProperty("opentws.hsm.library", "/all.so");
    configuration.setProperty("opentws.hsm.tsp.library", "/own.so");
    configuration.setProperty("opentws.hsm.tsp.token-label", "production");
    configuration.setProperty("opentws.hsm.tsp.serial-number", "0815");
    configuration.setProperty("opentws.hsm.tsp.pin", "credential-store:opentws/hsm-tsp");
    DeviceSetting tsp = DeviceSetting.of("tsp", configuration, SECRETS);
    assertEquals(Path.of("/own.so"), tsp.library());
    assertEquals("production", tsp.token().token().label());
    assertEquals("0815", tsp.token().token().serialNumber());
    assertEquals(Path.of("/all.so"), DeviceSetting.of("infra", configuration, SECRETS).library());
  }
}
