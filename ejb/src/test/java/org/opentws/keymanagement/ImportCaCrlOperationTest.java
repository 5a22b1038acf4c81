package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
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

  private void deactivate() {
    house.deactivate.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND);
  }

  private String activationRefused() {
    Map<String, String> which = Map.of("keyId", key.keyId());
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.activate.describe(which));
    assertEquals(Refusal.WRONG_STATE, refused.refusal());
    assertThrows(
        RequestRefused.class, () -> house.activate.execute(which, House.FIRST, House.SECOND));
    assertEquals(KeyState.INACTIVE, key.state());
    return refused.detail();
  }

  @Test
  void caThatIsOnNoListIsActivated() {
    deactivate();
    house.activate.execute(Map.of("keyId", key.keyId()), House.FIRST, House.SECOND);
    assertEquals(KeyState.ACTIVE, key.state());
  }

  @Test
  void revokedCaIsNotActivated() {
    deactivate();
    house.lists.put("root", root.crl(MONTH, true));
    assertTrue(activationRefused().contains("'root' has revoked the certificate"));
  }

  @Test
  void caOfWhichNobodyKnowsIsNotActivated() {
    deactivate();
    Der list = root.crl(MONTH, false);
    house.lists.clear();
    assertTrue(activationRefused().contains("import its CRL"));
    house.lists.put("root", new TestCa("CN=Root", house.time::now).crl(MONTH, false));
    assertTrue(activationRefused().contains("not signed by the issuer's key"));
    house.lists.put("root", list);
    house.time.pass(MONTH);
    assertTrue(activationRefused().contains("not the current one"));
  }

  @Test
  void revokedCaThatIsInUseAllTheSameIsStopped() {
    RevokedCaStop stop = new RevokedCaStop();
    stop.revoked = house.revoked;
    assertEquals(List.of(), stop.stopRevoked());
    // Nobody else's word counts, and an old one still does.
    house.lists.put("root", new TestCa("CN=Root", house.time::now).crl(MONTH, true));
    assertEquals(List.of(), stop.stopRevoked());
    house.lists.put("root", root.crl(MONTH, true));
    house.time.pass(MONTH);
    assertEquals(KeyState.ACTIVE, key.state());
    assertEquals(List.of(key.keyId()), stop.stopRevoked());
    assertEquals(KeyState.COMPROMISED, key.state());
    assertEquals(List.of(), stop.stopRevoked());
  }

  @Test
  void listThatComesWithTheCertificateOfAnotherCaStopsOursAsWell() {
    SigningKey other = house.key(house.generate(KeyPurpose.CERTIFICATE_SIGNING, "other"));
    TestCa.Request request = new TestCa.Request();
    request.publicKey = Der.of(house.devices.ca.publicKey(other.label()).getEncoded());
    request.pathLength = 0;
    request.serial = BigInteger.TEN;
    house.importCa.execute(
        Map.of(
            "owner", "other",
            "issuer", "root",
            "certificate", base64(root.certificate(request)),
            "issuerCertificate", base64(root.certificate(root.rootRequest())),
            "issuerCrl", base64(root.crl(MONTH, true))),
        House.FIRST,
        House.SECOND);
    assertEquals(KeyState.ACTIVE, other.state());
    assertEquals(KeyState.COMPROMISED, key.state());
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
