package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** CRLs come in time though nothing changes; if one cannot be made, somebody is told (RM2.2a). */
@Tag("blackbox")
@Order(Faults.DEVICE)
class PeriodicMessagesTest {
  private static final int PATIENCE_SECONDS = 40;
  private static final Duration DAY = Duration.ofHours(24);

  private final RunningSystem system = RunningSystem.get();
  private final Node node = new Node(system);
  private final Journey journey = new Journey(system);
  private final Superuser superuser = new Superuser(system);
  private final FaultDevice device = new FaultDevice(system);
  private final String issuer = system.value("issuer");

  @BeforeEach
  void keepTimes() {
    superuser.run(
        "create temporary table was as select ca, scope, number, this_update from crl where ca = ?",
        issuer);
  }

  @AfterEach
  void wellAgain() {
    superuser.run(
        "update crl c set this_update = was.this_update from was"
            + " where (c.ca, c.scope, c.number) = (was.ca, was.scope, was.number)");
    superuser.close();
    device.close();
    // What is ready was looked at seconds ago; a login needs the device at this moment.
    Within.seconds(PATIENCE_SECONDS).until("a login", this::letsIn);
    node.awaitReady(PATIENCE_SECONDS);
  }

  private boolean letsIn() {
    Client officer = system.withCertificateOf("system-operator-1");
    return officer.tryLogin(system.password("system-operator-1")).status() == 204;
  }

  private X509CRL crl() {
    byte[] der = system.anonymous().getUri(system.uri("crl")).expect(200).octets();
    try {
      X509CRL crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      crl.verify(system.certificate("ca.pem").getPublicKey());
      return crl;
    } catch (GeneralSecurityException e) {
      throw new AssertionError("not a CRL of the CA", e);
    }
  }

  /** As if the CA's CRLs had been made so many hours earlier. */
  private void age(int hours) {
    superuser.run(
        "update crl set this_update = this_update - make_interval(hours => ?) where ca = ?",
        hours,
        issuer);
  }

  @Test
  @Requirement("RM2.2a")
  void listIsMadeAnewLongBeforeItIsADayOldAndListsOverlap() {
    X509CRL before = crl();
    Instant from = Instant.now();
    age(13);
    Within.seconds(PATIENCE_SECONDS)
        .until("a new list", () -> crl().getThisUpdate().toInstant().isAfter(from.minusSeconds(1)));
    X509CRL after = crl();
    assertTrue(after.getNextUpdate().after(new Date()));
    // The old one holds on for longer than a day: whoever has it misses nothing.
    assertTrue(
        before.getThisUpdate().toInstant().plus(DAY).isBefore(before.getNextUpdate().toInstant()));
  }

  @Test
  @Requirement(
      value = {"RM2.2a", "RM2.4"},
      kind = Kind.NEGATIVE)
  void listThatIsLateRaisesTheAlarm() {
    Instant from = Instant.now().minusSeconds(1);
    Client auditor = journey.as("system-auditor-1");
    device.fail();
    X509CRL before = crl();
    age(21);
    String query = "/audit/records?type=ALARM_RAISED&from=" + from;
    Within.seconds(PATIENCE_SECONDS)
        .until(
            "the alarm",
            () -> auditor.get(query).expect(200).text().contains("no new CRL for too long"));
    device.close();
    Within.seconds(PATIENCE_SECONDS).until("a new list", () -> !crl().equals(before));
  }
}
