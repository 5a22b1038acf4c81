package org.opentws.conformance.blackbox;

import java.math.BigInteger;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERGeneralizedTime;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/**
 * A key signs within its life and never outside of it. So that nobody has to wait, the superuser
 * gives the responder's key certificates of other lives, alike in everything else.
 */
@Tag("blackbox")
class KeyLifetimeTest {
  private static final String RESPONDER = "OCSP_SIGNING";
  private static final int NOTICED_SECONDS = 30;
  private static final Instant NOW = Instant.now();
  private static final Instant BEFORE = NOW.minusSeconds(7200);
  private static final Instant JUST = NOW.minusSeconds(5);
  private static final Instant SOON = NOW.plusSeconds(3600);
  private static final Instant LATER = NOW.plusSeconds(400 * 86_400L);

  private final RunningSystem system = RunningSystem.get();
  private final Superuser superuser = new Superuser(system);
  private final Journey journey = new Journey(system);
  private String purpose = "";
  private String keyId = "";
  private String present = "";

  private void take(String which, String owner) {
    purpose = which;
    keyId =
        superuser
            .texts(
                "select key_id from signing_key where purpose = ? and owner = ?"
                    + " and state = 'ACTIVE'",
                which,
                owner)
            .get(0);
    present =
        superuser
            .texts("select encode(certificate, 'base64') from signing_key where key_id = ?", keyId)
            .get(0);
  }

  @AfterEach
  void putBack() {
    give(present);
    superuser.close();
    answers(OCSPResp.SUCCESSFUL);
    certifies(200);
  }

  /** Registration's sealing key is what each application needs. */
  private void certifies(int status) {
    Within.seconds(NOTICED_SECONDS)
        .until(
            "status " + status + " of an approval",
            () -> journey.approve(journey.submit(Subscriber.named("Aged"))).status() == status);
  }

  private void give(String certificate) {
    superuser.tamper(
        "update signing_key set certificate = decode(?, 'base64') where key_id = ?",
        certificate,
        keyId);
  }

  private void answers(int status) {
    OcspQuestion.awaitResponse(system, status, NOTICED_SECONDS);
  }

  private PublicKey key() {
    return RunningSystem.certificate(Base64.getMimeDecoder().decode(present)).getPublicKey();
  }

  /** A life, and of it the part in which the private key may sign. */
  private void live(Instant from, Instant until, Instant signsFrom, Instant signsUntil)
      throws Exception {
    X500Name name = new X500Name("CN=not from the CA");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name, BigInteger.ONE, Date.from(from), Date.from(until), name, key());
    builder
        .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
        .addExtension(Extension.privateKeyUsagePeriod, false, usagePeriod(signsFrom, signsUntil));
    if (purpose.equals(RESPONDER)) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning));
    }
    byte[] certificate =
        builder
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(Subscriber.ec("secp256r1").getPrivate()))
            .getEncoded();
    give(Base64.getEncoder().encodeToString(certificate));
  }

  /** RFC 3280, 4.2.1.4: notBefore [0], notAfter [1]. */
  private static DERSequence usagePeriod(Instant from, Instant until) {
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new DERTaggedObject(false, 0, new DERGeneralizedTime(Date.from(from))));
    parts.add(new DERTaggedObject(false, 1, new DERGeneralizedTime(Date.from(until))));
    return new DERSequence(parts);
  }

  private void refused(String why) {
    answers(OCSPResp.TRY_LATER);
    Client auditor = new AuditLook(system).auditor();
    Within.seconds(NOTICED_SECONDS)
        .until(
            "the record: " + why,
            () -> {
              String records = auditor.get("/audit/records?limit=5&type=KEY_USE_REFUSED").text();
              return records.contains(keyId) && records.contains(why);
            });
  }

  @Test
  @Requirement("KM3.5")
  void keySignsWithinItsLife() throws Exception {
    take(RESPONDER, "issuing");
    live(BEFORE, JUST, BEFORE, JUST);
    answers(OCSPResp.TRY_LATER);
    live(BEFORE, LATER, BEFORE, LATER);
    answers(OCSPResp.SUCCESSFUL);
  }

  @Test
  @Requirement(value = "KM3.5", kind = Kind.NEGATIVE)
  void keySignsNeitherBeforeItsLifeNorAfterItNorAfterItsTimeForSigning() throws Exception {
    take(RESPONDER, "issuing");
    Instant begin = Instant.now();
    live(SOON, LATER, SOON, LATER);
    refused("the key's life has not begun");
    give(present);
    answers(OCSPResp.SUCCESSFUL);
    live(BEFORE, JUST, BEFORE, JUST);
    refused("the key's life has ended");
    give(present);
    answers(OCSPResp.SUCCESSFUL);
    // The certificate is valid still: others verify with it what the key may sign no more.
    live(BEFORE, LATER, BEFORE, JUST);
    answers(OCSPResp.TRY_LATER);
    new AuditLook(system).awaitAlarm("KEY_MISUSE", begin);
  }

  @Test
  @Requirement(
      value = {"KM4.1", "KM3.5"},
      kind = Kind.NEGATIVE)
  void infrastructureKeyThatIsTooOldSealsNothing() throws Exception {
    take("MESSAGE_SEALING", "registration");
    live(BEFORE, JUST, BEFORE, JUST);
    certifies(503);
  }
}
