package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentws.access.InstallationImported;
import org.opentws.access.InstalledKey;
import org.opentws.audit.AuditEventType;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.KeyProtection;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.value.Der;

class InstallationKeysTest {
  private final House house = new House();
  private final InstallationKeys installation = house.installation;

  private InstalledKey installed(KeyPurpose purpose, String token, Der publicKey) {
    Der certificate = house.generation.certificate(TestCa.requestFor(purpose, publicKey));
    return new InstalledKey(
        "tls-server", "tls-server", purpose.name(), "tls", token, "EC:secp256r1", certificate);
  }

  private Der newKeyInDevice() {
    return Der.of(
        house
            .devices
            .infra
            .generateKeyPair("tls-server", "EC:secp256r1", KeyProtection.NEVER_LEAVES)
            .getEncoded());
  }

  private void imports(InstalledKey key) {
    installation.imported(
        new InstallationImported(List.of(key), List.of(), true, house.time.now()));
  }

  private void assertRefused(InstalledKey key) {
    assertThrows(RequestRefused.class, () -> imports(key));
    assertTrue(house.register.keys.isEmpty());
  }

  @Test
  void keyOfTheCeremonyIsActiveAndRecorded() {
    imports(installed(KeyPurpose.TLS_SERVER, "infra", newKeyInDevice()));
    assertEquals("tls-server", house.use.active(KeyPurpose.TLS_SERVER, "tls").keyId());
    assertEquals(List.of(AuditEventType.KEY_BOUND), house.audit.types());
  }

  @Test
  void keyThatTheDeviceDoesNotHaveIsRefused() {
    assertRefused(
        installed(KeyPurpose.TLS_SERVER, "infra", TestCa.spki(Fakes.newKeyPair("EC:secp256r1"))));
  }

  @Test
  void certificateOfAnotherKeyThanTheDevicesIsRefused() {
    newKeyInDevice();
    assertRefused(
        installed(KeyPurpose.TLS_SERVER, "infra", TestCa.spki(Fakes.newKeyPair("EC:secp256r1"))));
  }

  @Test
  void tspSigningKeyIsRefused() {
    assertRefused(installed(KeyPurpose.CERTIFICATE_SIGNING, "tsp", newKeyInDevice()));
    assertRefused(installed(KeyPurpose.CERTIFICATE_SIGNING, "infra", newKeyInDevice()));
  }

  @Test
  void certificateForAnotherPurposeIsRefused() {
    InstalledKey good = installed(KeyPurpose.TLS_SERVER, "infra", newKeyInDevice());
    assertRefused(
        new InstalledKey(
            good.keyId(),
            good.label(),
            KeyPurpose.MANAGEMENT_CERTIFICATE_SIGNING.name(),
            "management",
            "infra",
            good.algorithm(),
            good.certificate()));
  }
}
