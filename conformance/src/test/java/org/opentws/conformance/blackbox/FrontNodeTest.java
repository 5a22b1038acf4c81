package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * A node that runs what relying parties ask, and nothing else: its answers are those of any node,
 * and whoever has taken it over has neither keys of CAs nor rights in the database.
 */
@Tag("blackbox")
@Order(Faults.SECOND_NODE)
class FrontNodeTest {
  private static RunningSystem system;
  private static SecondNode front;
  private static Journey journey;
  private static FrontRights rights;
  private static DatabaseClientKey key;

  @BeforeAll
  static void start(@TempDir Path scratch) {
    system = RunningSystem.get();
    journey = new Journey(system);
    front = new SecondNode(system);
    rights = new FrontRights(system);
    new Activation(system).ensureOpen();
    key = new DatabaseClientKey(system, "tws_front", "postgres-front", scratch);
    front.configure(List.of("opentws.node.kind=front")).startAtDatabase(key.demanded());
  }

  @AfterAll
  static void stop() {
    try {
      front.stop();
    } finally {
      key.putAway();
    }
  }

  private static String said(BigInteger serial, URI ocsp, boolean cacheable) {
    return OcspQuestion.said(system, system.anonymous(), serial, ocsp, cacheable);
  }

  @Test
  @Requirement({"RM2.3a", "EIDAS-24.3.c", "EIDAS-24.4.a"})
  void whatOneNodeAcknowledgesAFrontNodeSaysInItsVeryNextAnswer() {
    URI here = system.uri("ocsp");
    URI there = front.uri(here.getPath());
    for (int i = 0; i < 5; i++) {
      Issued issued = journey.issue(Subscriber.named("Elsewhere"));
      BigInteger serial = issued.certificate().getSerialNumber();
      for (boolean cacheable : new boolean[] {true, false}) {
        assertEquals("good", said(serial, there, cacheable));
        assertEquals("good", said(serial, here, cacheable));
      }
      journey.revoke(issued.serial(), "keyCompromise").expect(200);
      for (boolean cacheable : new boolean[] {true, false}) {
        assertEquals("revoked", said(serial, there, cacheable));
        assertEquals("revoked", said(serial, here, cacheable));
      }
    }
  }

  /** RM2.2: one list for each number, the same octets from every node. */
  @Test
  @Requirement("RM2.2a")
  void listsCertificatesOfCasAndTimeStampsComeFromAFrontNodeToo() {
    RevocationList list = new RevocationList(system);
    String ca = system.value("issuer");
    String path = "/crl/%s/%s.crl".formatted(ca, RevocationList.number(list.current()));
    assertArrayEquals(list.octets(system.uri("ocsp").resolve(path)), list.octets(front.uri(path)));
    Client client = front.system().anonymous();
    byte[] certificate = client.getUri(front.uri("/ca/" + ca + ".cer")).expect(200).octets();
    assertEquals(system.certificate("ca.pem"), RunningSystem.certificate(certificate));
    assertEquals("granted", new RelyingParty(front.system()).timeStamp());
  }

  /** No officers, and no key of a CA. */
  @Test
  @Requirement(value = "SA1.1", kind = Kind.NEGATIVE)
  void officersWorkElsewhere() {
    RunningSystem there = front.system();
    Client officer = there.withCertificateOf("security-officer-1");
    assertEquals(404, officer.tryLogin(there.password("security-officer-1")).status());
    for (String path : List.of("/keys", "/operations", "/applications", "/alarms")) {
      assertEquals(404, there.anonymous().get(path).status(), path);
      assertEquals(404, there.anonymous().post(path, List.of()).status(), path);
    }
    String session = system.officer("security-officer-1").cookie();
    Client stolen = there.withCertificateOf("security-officer-1").withCookie(session);
    assertEquals(404, stolen.get("/time-stamps/units").status());
    String stations = "select node from activation_station where seen_at > now() - interval '20 s'";
    List<String> alive = new Node(system).query(stations);
    assertTrue(alive.contains("a"), "the first node's own: " + alive);
    assertTrue(!alive.contains("b"), "shares of CAs' devices: " + alive);
  }

  @Test
  @Requirement(
      value = {"RS1.3", "AA5.2"},
      kind = Kind.NEGATIVE)
  void whoeverHasAFrontNodeChangesNothingInTheDatabase() {
    rights.assertChangesNothing();
  }

  @Test
  @Requirement(value = "KM6.1", kind = Kind.NEGATIVE)
  void aFrontNodeHasNoSecretOfOtherRoles() {
    Path folder = new Node(system).run();
    rights.assertHolds(folder.resolve("server/configuration"), "postgres-application", true);
    rights.assertHolds(folder.resolve("server/configuration"), "postgres-front", false);
    Path own = folder.resolve("server-b/configuration");
    rights.assertHolds(own, "postgres-front", true);
    for (String other : rights.secretsOfOthers()) {
      rights.assertHolds(own, other, false);
    }
  }

  /** Its database is another machine as far as that can tell: there it shows a key of its own. */
  @Test
  @Requirement({"KM6.3", "KM3.3", "KM4.1"})
  void aFrontNodeProvesItselfToTheDatabaseByAKeyInTheDevice() {
    key.assertShown();
    key.assertRenewedWithoutRestart();
    system.anonymous().getUri(front.uri("/health/ready")).expect(200);
    assertEquals("granted", new RelyingParty(front.system()).timeStamp());
  }

  @Test
  @Requirement(value = "KM3.3", kind = Kind.NEGATIVE)
  void withoutItsKeyTheRolesPasswordOpensNoDatabase() {
    key.assertDemanded();
  }

  /** What it needs it may, and what it may not it does not try. */
  @Test
  @Requirement("RS2.1")
  void aFrontNodeWorksWithItsOwnRoleAlone() {
    rights.assertConnectedAs("opentws-b", "tws_front");
    rights.assertConnectedAs("opentws-a", "tws_app");
    rights.assertNothingWasDenied("server-b");
  }
}
