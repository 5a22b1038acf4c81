package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** What the database's superuser can do to the register of keys, and what comes of it. */
@Tag("blackbox")
class KeyTamperTest {
  private static final int NOTICED_SECONDS = 30;

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final Superuser superuser = new Superuser(system);
  private final Instant begin = Instant.now();

  @BeforeEach
  void remember() {
    superuser.run("create temporary table before as select * from signing_key");
  }

  @AfterEach
  void putBack() {
    superuser.tamper(
        "update signing_key k set purpose = b.purpose, owner = b.owner,"
            + " certificate = b.certificate, state = 'INACTIVE' from before b"
            + " where b.key_id = k.key_id and (k.purpose, k.certificate, k.state)"
            + " is distinct from (b.purpose, b.certificate, b.state)");
    superuser.tamper(
        "update signing_key k set state = b.state from before b"
            + " where b.key_id = k.key_id and k.state <> b.state");
    superuser.close();
    answers(OCSPResp.SUCCESSFUL);
  }

  private void answers(int status) {
    Within.seconds(NOTICED_SECONDS)
        .until(
            "OCSP status " + status,
            () ->
                new OcspQuestion(system)
                        .about(system.certificate("certificate.pem").getSerialNumber())
                        .ask()
                        .getStatus()
                    == status);
  }

  private String responder() {
    return superuser
        .texts(
            "select key_id from signing_key where purpose = 'OCSP_SIGNING' and owner = 'issuing'"
                + " and state = 'ACTIVE'")
        .get(0);
  }

  private void assertRefusalIsRecorded(String keyId) {
    JsonNode found =
        journey
            .as("system-auditor-1")
            .get("/audit/records?type=KEY_USE_REFUSED")
            .expect(200)
            .json()
            .get("records");
    assertTrue(found.toString().contains(keyId), found::toString);
    new AuditLook(system).awaitAlarm("KEY_MISUSE", begin);
  }

  @Test
  @Requirement(value = "KMF-a", kind = Kind.NEGATIVE)
  void keyWhoseCertificateWasExchangedIsNotUsed() {
    String keyId = responder();
    assertEquals(
        1,
        superuser.tamper(
            "update signing_key set certificate = (select certificate from signing_key"
                + " where purpose = 'TIME_STAMP_SIGNING' and state = 'ACTIVE' limit 1)"
                + " where key_id = ?",
            keyId));
    answers(OCSPResp.TRY_LATER);
    assertRefusalIsRecorded(keyId);
  }

  @Test
  @Requirement(
      value = {"KMF-a", "KM3.3"},
      kind = Kind.NEGATIVE)
  void timeStampKeyThatWasCalledAResponderSignsNoStatus() {
    String responder = responder();
    String unit =
        superuser
            .texts(
                "select key_id from signing_key where purpose = 'TIME_STAMP_SIGNING'"
                    + " and state = 'ACTIVE'")
            .get(0);
    superuser.tamper("update signing_key set state = 'INACTIVE' where key_id = ?", responder);
    superuser.tamper(
        "update signing_key set purpose = 'OCSP_SIGNING', owner = 'issuing' where key_id = ?",
        unit);
    answers(OCSPResp.TRY_LATER);
    assertRefusalIsRecorded(unit);
  }
}
