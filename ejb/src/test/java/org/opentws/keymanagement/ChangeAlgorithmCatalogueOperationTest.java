package org.opentws.keymanagement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentws.audit.AuditEvent;
import org.opentws.audit.AuditEventType;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.keymanagement.catalogue.AlgorithmCatalogueChanged;
import org.opentws.keymanagement.catalogue.CatalogueSamples;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.SealedCatalogue;
import org.opentws.random.Randomness;

class ChangeAlgorithmCatalogueOperationTest {
  private static final String OPEN = "{\"until\": \"open\"}";

  private final House house = new House();
  private final FakeEvents<AlgorithmCatalogueChanged> changed =
      new FakeEvents<>(house.view::changed);
  private final ChangeAlgorithmCatalogueOperation operation =
      new ChangeAlgorithmCatalogueOperation();
  private final Map<Instant, Map<String, Long>> census = new HashMap<>();

  ChangeAlgorithmCatalogueOperationTest() {
    operation.catalogues = house.catalogues;
    operation.repository = house.catalogueRows;
    operation.register = house.register;
    operation.census = end -> census.getOrDefault(end, Map.of());
    operation.audit = house.audit;
    operation.randomness = new Randomness();
    operation.time = house.time;
    operation.changed = changed;
  }

  private static Map<String, String> catalogue(int version, String key, String tspUntil) {
    String whole = "\"%s\": {\"tsp\": %s, \"subject\": %s}";
    return Map.of(
        "catalogue",
        CatalogueSamples.altered(
            version,
            whole.formatted(key, OPEN, OPEN),
            whole.formatted(key, "{\"until\": \"%s\"}".formatted(tspUntil), OPEN)));
  }

  private String daysFromNow(int days) {
    return LocalDate.ofInstant(house.time.now(), ZoneOffset.UTC).plusDays(days).toString();
  }

  private Map<String, String> execute(Map<String, String> parameters) {
    Map<String, String> result = operation.execute(parameters, House.FIRST, House.SECOND);
    house.watch.readRegister();
    return result;
  }

  private RequestRefused refused(Map<String, String> parameters) {
    RequestRefused refusal =
        assertThrows(RequestRefused.class, () -> operation.describe(parameters));
    assertThrows(RequestRefused.class, () -> execute(parameters));
    assertTrue(house.catalogueRows.rows.isEmpty());
    return refusal;
  }

  private String stamping(String algorithm) {
    Map<String, String> order = House.order(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1");
    order.put("algorithm", algorithm);
    return String.valueOf(house.generate.execute(order, House.FIRST, House.SECOND).get("keyId"));
  }

  @Test
  void affectedKeysAreNamedBeforeAndAfter() {
    String key = stamping("EC:secp384r1");
    Map<String, String> change = catalogue(2, "EC:secp384r1", daysFromNow(1));
    String words = operation.describe(change);
    assertTrue(words.contains(key), words);
    assertTrue(words.contains("EC:secp384r1 for keys of the TSP: until " + daysFromNow(1)), words);
    assertTrue(house.catalogueRows.rows.isEmpty());
    Map<String, String> result = execute(change);
    assertEquals(Map.of("version", "2", "affectedKeys", "1", "affectedCertificates", "0"), result);
    List<AuditEvent> events = house.audit.events;
    AuditEvent recorded = events.get(events.size() - 2);
    assertEquals(AuditEventType.ALGORITHM_CATALOGUE_CHANGED, recorded.type());
    assertTrue(String.valueOf(recorded.details().get("before")).contains("version 1"));
    assertEquals("security-officer-2", recorded.details().get("approver"));
    AuditEvent alarm = events.get(events.size() - 1);
    assertEquals("ALGORITHM_ENDING", alarm.details().get("kind"));
    assertTrue(String.valueOf(alarm.details().get("reason")).contains(key));
  }

  @Test
  void keySignsToTheLastMomentOfTheLastDay() {
    stamping("EC:secp384r1");
    execute(catalogue(2, "EC:secp384r1", daysFromNow(1)));
    UsableKey key = house.use.active(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1");
    Instant end = LocalDate.parse(daysFromNow(2)).atStartOfDay(ZoneOffset.UTC).toInstant();
    house.time.pass(Duration.between(house.time.now(), end).minusMillis(1));
    house.watch.readRegister();
    assertTrue(house.use.sign(key, new byte[] {1}).length > 0);
    house.time.pass(Duration.ofMillis(1));
    house.watch.readRegister();
    ServiceUnavailable refusal =
        assertThrows(ServiceUnavailable.class, () -> house.use.sign(key, new byte[] {1}));
    assertTrue(
        String.valueOf(refusal.getMessage()).contains(daysFromNow(-1)), refusal.getMessage());
  }

  @Test
  void keyWhoseAlgorithmIsGoneSignsNothingAtOnce() {
    stamping("RSA:3072");
    UsableKey key = house.use.active(KeyPurpose.TIME_STAMP_SIGNING, "tsu-1");
    execute(Map.of("catalogue", CatalogueSamples.altered(2, "RSA:3000-8192", "RSA:4000-8192")));
    assertThrows(ServiceUnavailable.class, () -> house.use.sign(key, new byte[] {1}));
    execute(Map.of("catalogue", CatalogueSamples.altered(3, "2026-11-29", "2026-11-30")));
    assertTrue(house.use.sign(key, new byte[] {1}).length > 0);
  }

  @Test
  void newKeyThatWouldOutliveItsAlgorithmIsRefusedInWords() {
    execute(catalogue(2, "EC:secp384r1", daysFromNow(364)));
    Map<String, String> order = House.order(KeyPurpose.OCSP_SIGNING, "issuing");
    order.put("algorithm", "EC:secp384r1");
    RequestRefused refusal =
        assertThrows(RequestRefused.class, () -> house.generate.describe(order));
    assertEquals(Refusal.WEAK_KEY, refusal.refusal());
    assertTrue(refusal.detail().contains("until " + daysFromNow(364) + " only"), refusal.detail());
    execute(catalogue(3, "EC:secp384r1", daysFromNow(366)));
    assertFalse(house.generate.describe(order).isEmpty());
  }

  @Test
  void certificatesThatOutliveTheirAlgorithmAreCounted() {
    Instant now = house.time.now();
    Instant end = LocalDate.parse("2029-01-01").atStartOfDay(ZoneOffset.UTC).toInstant();
    census.put(now, Map.of("RSA:2048", 9L, "EC:secp256r1", 1000L, "EC:secp192r1", 3L));
    census.put(end, Map.of("RSA:2048", 4L, "EC:secp256r1", 500L));
    Map<String, String> result =
        execute(Map.of("catalogue", CatalogueSamples.altered(2, "2026-11-29", "2026-11-30")));
    assertEquals("7", result.get("affectedCertificates"));
  }

  @Test
  void versionsRise() {
    execute(catalogue(5, "EC:secp521r1", daysFromNow(400)));
    for (int version : new int[] {1, 4, 5}) {
      RequestRefused refusal =
          assertThrows(
              RequestRefused.class,
              () -> operation.describe(catalogue(version, "EC:secp521r1", daysFromNow(500))));
      assertEquals(Refusal.WRONG_STATE, refusal.refusal());
    }
  }

  @Test
  void garbageAndUnknownParametersAreRefusedInWords() {
    assertEquals(
        Refusal.MALFORMED_REQUEST, refused(Map.of("catalogue", "{\"version\": 2}")).refusal());
    assertEquals(Refusal.MALFORMED_REQUEST, refused(Map.of()).refusal());
    Map<String, String> more = new HashMap<>(catalogue(2, "EC:secp521r1", daysFromNow(400)));
    more.put("force", "yes");
    assertEquals(Refusal.MALFORMED_REQUEST, refused(more).refusal());
  }

  @Test
  void nobodyIsLockedOut() {
    house.generate(KeyPurpose.AUDIT_SIGNING, "audit");
    RequestRefused refusal = refused(catalogue(2, "EC:secp256r1", daysFromNow(10)));
    assertEquals(Refusal.WRONG_STATE, refusal.refusal());
    assertTrue(refusal.detail().contains("AUDIT_SIGNING"), refusal.detail());
    assertFalse(operation.describe(catalogue(2, "EC:secp256r1", daysFromNow(40))).isEmpty());
  }

  @Test
  void forgedRowHasNoEffectAndRaisesOneAlarm() {
    execute(catalogue(2, "EC:secp521r1", daysFromNow(400)));
    house.catalogueRows.add(forgery(house.catalogueRows.rows.get(0)));
    house.watch.readRegister();
    house.watch.readRegister();
    assertEquals(2, house.catalogues.current().version());
    assertEquals(1, forgeries());
    // Nor has the removal of what two persons agreed to.
    house.catalogueRows.rows.clear();
    house.watch.readRegister();
    house.watch.readRegister();
    assertEquals(2, house.catalogues.current().version());
    assertEquals(2, forgeries());
  }

  @Test
  void forgedRowIsToldOfOnceTheLogTakesIt() {
    execute(catalogue(2, "EC:secp521r1", daysFromNow(400)));
    house.catalogueRows.add(forgery(house.catalogueRows.rows.get(0)));
    house.audit.full = true;
    house.watch.readRegister();
    house.audit.full = false;
    assertEquals(0, forgeries());
    house.watch.readRegister();
    house.watch.readRegister();
    assertEquals(1, forgeries());
  }

  @Test
  void forgedRowThatWouldNotBeInForceIsAnAlarmToo() {
    execute(catalogue(2, "EC:secp521r1", daysFromNow(400)));
    SealedCatalogue genuine = house.catalogueRows.rows.get(0);
    execute(Map.of("catalogue", CatalogueSamples.altered(4, "2026-11-29", "2026-11-30")));
    house.catalogueRows.add(forgery(genuine));
    house.watch.readRegister();
    assertEquals(1, forgeries());
  }

  private static SealedCatalogue forgery(SealedCatalogue genuine) {
    return new SealedCatalogue(
        "forged",
        3,
        genuine.document().replace("\"version\": 2", "\"version\": 3"),
        genuine.requester(),
        genuine.approver(),
        genuine.at(),
        genuine.seal());
  }

  private long forgeries() {
    return house.audit.events.stream()
        .filter(event -> "ROW_FORGED".equals(event.details().get("kind")))
        .count();
  }
}
