package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;

class ImportCaCrlOperationTest {
  private static final Duration MONTH = Duration.ofDays(30);

  private final House house = new House();
  private final TestCa root = new TestCa("CN=Root", house.time::now);
  private final SigningKey key =
      house.key(house.generate(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));

  ImportCaCrlOperationTest() {
    TestCa.Request request = new TestCa.Request();
    request.publicKey = Der.of(house.devices.ca.publicKey(key.label()).getEncoded());
    request.pathLength = 0;
    house.importCa.execute(
        Map.of(
            "owner", "issuing",
            "issuer", "root",
            "certificate", base64(root.certificate(request)),
            "issuerCertificate", base64(root.certificate(root.rootRequest())),
            "issuerCrl", base64(root.crl(MONTH, false))),
        House.FIRST,
        House.SECOND);
    house.imported.fired.clear();
  }

  private static String base64(Der encoded) {
    return Base64.getEncoder().encodeToString(encoded.octets());
  }

  private static Map<String, String> of(Der crl) {
    return Map.of("issuer", "root", "crl", base64(crl));
  }

  private void assertRefused(Map<String, String> parameters, Refusal expected) {
    assertEquals(
        expected,
        assertThrows(RequestRefused.class, () -> house.importCrl.describe(parameters)).refusal());
    assertThrows(
        RequestRefused.class, () -> house.importCrl.execute(parameters, House.FIRST, House.SECOND));
    assertEquals(KeyState.ACTIVE, key.state());
    assertTrue(house.imported.fired.isEmpty());
  }

  @Test
  void listWithoutOurCaIsPublishedAndStopsNothing() {
    Map<String, String> order = of(root.crl(MONTH, false));
    assertFalse(house.importCrl.describe(order).contains(key.keyId()));
    assertEquals("", house.importCrl.execute(order, House.FIRST, House.SECOND).get("stopped"));
    assertEquals(KeyState.ACTIVE, key.state());
    assertEquals(1, house.imported.fired.size());
  }

  @Test
  void listWithOurCaSaysSoAndStopsItsKeyForEver() {
    Map<String, String> order = of(root.crl(MONTH, true));
    String described = house.importCrl.describe(order);
    assertTrue(described.contains(key.keyId()), described);
    assertTrue(described.contains("for ever"), described);
    assertEquals(KeyState.ACTIVE, key.state(), "nothing before two persons agree");
    assertEquals(
        key.keyId(), house.importCrl.execute(order, House.FIRST, House.SECOND).get("stopped"));
    assertEquals(KeyState.COMPROMISED, key.state());
    assertEquals(1, house.imported.fired.size());
  }

  @Test
  void whatIsNoCurrentListOfThatCaIsRefused() {
    TestCa other = new TestCa("CN=Root", house.time::now);
    assertRefused(of(other.crl(MONTH, true)), Refusal.PROFILE_VIOLATION);
    assertRefused(of(Der.of(new byte[] {1, 2, 3})), Refusal.MALFORMED_REQUEST);
    assertRefused(
        Map.of("issuer", "issuing", "crl", base64(root.crl(MONTH, true))), Refusal.NOT_FOUND);
    Der old = root.crl(MONTH, true);
    house.time.pass(MONTH);
    assertRefused(of(old), Refusal.PROFILE_VIOLATION);
  }
}
