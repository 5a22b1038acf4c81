package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.keymanagement.store.CaLink;
import org.opentws.keymanagement.store.CaLinkRepository;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SigningKey;
import org.opentws.value.Der;

class ImportLinkCertificatesOperationTest {
  private final House house = new House();
  private final TestCa root = new TestCa("CN=Root", house.time::now);
  private final TestCa successor = new TestCa("CN=Root", house.time::now);
  private final List<CaLink> stored = new ArrayList<>();
  private final LinkCertificates published = new LinkCertificates();
  private final ImportLinkCertificatesOperation operation = new ImportLinkCertificatesOperation();

  @BeforeEach
  void knowTheRoot() {
    TestCa.Request request = new TestCa.Request();
    SigningKey key = house.key(house.generate(KeyPurpose.CERTIFICATE_SIGNING, "issuing"));
    request.publicKey = Der.of(house.devices.ca.publicKey(key.label()).getEncoded());
    request.pathLength = 0;
    house.importCa.execute(
        Map.of(
            "owner", "issuing",
            "issuer", "root",
            "certificate", base64(root.certificate(request)),
            "issuerCertificate", base64(root.certificate(root.rootRequest())),
            "issuerCrl", base64(root.crl(Duration.ofDays(30), false))),
        House.FIRST,
        House.SECOND);
    CaLinkRepository repository =
        new CaLinkRepository() {
          @Override
          public List<CaLink> of(String ca) {
            return stored.stream().filter(link -> link.ca().equals(ca)).toList();
          }

          @Override
          public boolean add(CaLink link) {
            return stored.stream().noneMatch(other -> other.newWithOld().equals(link.newWithOld()))
                && stored.add(link);
          }
        };
    operation.register = house.register;
    operation.links = repository;
    operation.catalogues = house.importCa.catalogues;
    operation.journal = house.importCa.journal;
    operation.time = house.time;
    published.links = repository;
    KeyRegisterService register = new KeyRegisterService();
    register.register = house.register;
    published.register = register;
    published.audit = house.audit;
  }

  private static String base64(Der encoded) {
    return Base64.getEncoder().encodeToString(encoded.octets());
  }

  private static Der link(TestCa signer, TestCa to) {
    TestCa.Request request = to.rootRequest();
    return signer.certificate(request);
  }

  private Map<String, String> order(Der newWithOld, Der oldWithNew) {
    return new HashMap<>(
        Map.of("ca", "root", "newWithOld", base64(newWithOld), "oldWithNew", base64(oldWithNew)));
  }

  private Map<String, String> genuine() {
    return order(link(root, successor), link(successor, root));
  }

  private void assertRefused(Refusal expected, Map<String, String> order) {
    assertEquals(
        expected, assertThrows(RequestRefused.class, () -> operation.describe(order)).refusal());
    assertThrows(RequestRefused.class, () -> operation.execute(order, House.FIRST, House.SECOND));
    assertEquals(List.of(), stored);
  }

  @Test
  void linksOfARootAndItsSuccessorArePublishedOnce() {
    Map<String, String> order = genuine();
    assertTrue(operation.describe(order).contains("'root'"));
    operation.execute(order, House.FIRST, House.SECOND);
    assertEquals(1, published.of("root").size());
    assertEquals(
        Refusal.WRONG_STATE,
        assertThrows(
                RequestRefused.class, () -> operation.execute(order, House.FIRST, House.SECOND))
            .refusal());
  }

  @Test
  void whatDoesNotLinkTwoKeysOfOneNameIsRefused() {
    TestCa foreign = new TestCa("CN=Root", house.time::now);
    TestCa otherName = new TestCa("CN=Else", house.time::now);
    assertRefused(
        Refusal.PROFILE_VIOLATION, order(link(foreign, successor), link(successor, root)));
    assertRefused(Refusal.PROFILE_VIOLATION, order(link(root, successor), link(foreign, root)));
    assertRefused(Refusal.PROFILE_VIOLATION, order(link(root, otherName), link(otherName, root)));
    assertRefused(Refusal.PROFILE_VIOLATION, order(link(root, root), link(root, root)));
    assertRefused(Refusal.NOT_FOUND, order(link(foreign, successor), link(successor, foreign)));
    assertRefused(
        Refusal.MALFORMED_REQUEST, order(Der.of(new byte[] {1, 2, 3}), link(successor, root)));
    Map<String, String> nobodys = genuine();
    nobodys.put("ca", "issuing");
    assertRefused(Refusal.NOT_FOUND, nobodys);
  }

  @Test
  void linkThatSomebodyWroteIntoTheDatabaseIsLeftOutAndAnAlarm() {
    operation.execute(genuine(), House.FIRST, House.SECOND);
    TestCa foreign = new TestCa("CN=Root", house.time::now);
    stored.add(
        new CaLink("root", link(foreign, successor), link(successor, foreign), house.time.now()));
    assertEquals(1, published.of("root").size());
    assertTrue(house.audit.events.toString().contains("CERTIFICATE_NOT_TRUSTED"));
  }
}
