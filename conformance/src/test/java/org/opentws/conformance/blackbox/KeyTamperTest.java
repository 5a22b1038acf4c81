package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
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
    OcspQuestion.awaitResponse(system, status, NOTICED_SECONDS);
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
      value = {"KMF-a", "KM3.3", "TS4.3"},
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

  private String unit() {
    return superuser
        .texts(
            "select key_id from signing_key where purpose = 'TIME_STAMP_SIGNING'"
                + " and owner = 'tsu-1' and state = 'ACTIVE'")
        .get(0);
  }

  private void stamps(String outcome) {
    Within.seconds(NOTICED_SECONDS)
        .until(
            "time-stamps: " + outcome, () -> new RelyingParty(system).timeStamp().equals(outcome));
  }

  @Test
  @Requirement(value = "TS4.3", kind = Kind.NEGATIVE)
  void unitWhoseCertificateIsNotForTimeStampsAloneStampsNothing() throws Exception {
    String unit = unit();
    String present =
        superuser
            .texts("select encode(certificate, 'base64') from signing_key where key_id = ?", unit)
            .get(0);
    PublicKey key =
        RunningSystem.certificate(Base64.getMimeDecoder().decode(present)).getPublicKey();
    KeyPurposeId stamping = KeyPurposeId.id_kp_timeStamping;
    for (byte[] unsuitable :
        List.of(
            certificate(key, false, stamping),
            certificate(key, true, stamping, KeyPurposeId.id_kp_OCSPSigning))) {
      superuser.tamper(
          "update signing_key set certificate = decode(?, 'base64') where key_id = ?",
          Base64.getEncoder().encodeToString(unsuitable),
          unit);
      stamps("systemFailure");
      assertRefusalIsRecorded("extended key usage");
      superuser.tamper(
          "update signing_key k set certificate = b.certificate from before b"
              + " where b.key_id = k.key_id and k.key_id = ?",
          unit);
      stamps("granted");
    }
  }

  private static byte[] certificate(PublicKey key, boolean critical, KeyPurposeId... usages)
      throws Exception {
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=not from the CA");
    return new JcaX509v3CertificateBuilder(
            name,
            BigInteger.ONE,
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3600)),
            name,
            key)
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(Extension.extendedKeyUsage, critical, new ExtendedKeyUsage(usages))
        .build(
            new JcaContentSignerBuilder("SHA256withECDSA")
                .build(Subscriber.ec("secp256r1").getPrivate()))
        .getEncoded();
  }

  @Test
  @Requirement(value = "TS4.3", kind = Kind.NEGATIVE)
  void keyOfAUnitIsNotTheKeyOfASecondOne() {
    String unit = unit();
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                superuser.tamper(
                    "create temporary table second as select * from signing_key where key_id = ?;"
                        + " update second set key_id = 'second', owner = 'second', label = 'second';"
                        + " insert into signing_key select * from second",
                    unit));
    assertTrue(String.valueOf(refused.getCause()).contains("spki_sha256"), refused.toString());
    assertEquals(
        4,
        journey
                .request(
                    "IMPORT_CA_CERTIFICATE",
                    Map.of(
                        "owner", "tsu-1",
                        "issuer", "root",
                        "certificate", encoded("tsa.pem"),
                        "issuerCertificate", encoded("root.pem"),
                        "issuerCrl", encoded("root.pem")))
                .status()
            / 100);
  }

  @Test
  @Requirement(value = "KM3.3-s2", kind = Kind.NEGATIVE)
  void sealingKeyOfRegistrationIsNotThatOfRevocationManagementToo() {
    String registration =
        superuser
            .texts(
                "select key_id from signing_key where purpose = 'MESSAGE_SEALING'"
                    + " and owner = 'registration' and state = 'ACTIVE'")
            .get(0);
    IllegalStateException refused =
        assertThrows(
            IllegalStateException.class,
            () ->
                superuser.tamper(
                    "create temporary table shared as select * from signing_key where key_id = ?;"
                        + " update shared set key_id = 'shared', owner = 'revocationmanagement',"
                        + " label = 'shared', state = 'INACTIVE';"
                        + " insert into signing_key select * from shared",
                    registration));
    assertTrue(String.valueOf(refused.getCause()).contains("spki_sha256"), refused.toString());
  }

  private String encoded(String file) {
    try {
      return Base64.getEncoder().encodeToString(system.certificate(file).getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }
}
