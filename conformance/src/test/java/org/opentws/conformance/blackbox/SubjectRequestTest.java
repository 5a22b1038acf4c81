package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.RevokedStatus;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;
import org.opentws.conformance.blackbox.Journey.Issued;

/**
 * Subjects change the status of their own certificates, with the certificate's own key (RM1.5c).
 */
@Tag("blackbox")
class SubjectRequestTest {
  private static final RunningSystem SYSTEM = RunningSystem.get();
  private static final Journey JOURNEY = new Journey(SYSTEM);

  private static Map<String, Object> order(String serial, String action) {
    return SignedWish.order(SYSTEM, serial, action);
  }

  private static Answer send(String serial, byte[] signed) {
    return SignedWish.send(SYSTEM, serial, signed);
  }

  private static Object status(Issued issued) {
    return new OcspQuestion(SYSTEM)
        .about(issued.certificate().getSerialNumber())
        .answer()
        .getResponses()[0]
        .getCertStatus();
  }

  private static boolean recorded(String type, String serial) {
    String records =
        JOURNEY.as("system-auditor-1").get("/audit/records?type=" + type).expect(200).text();
    return records.contains(serial);
  }

  @Test
  @Requirement({"RM1.5c", "RM1.2", "RM3.1", "FUNC-5.3.5.2.c", "FUNC-5.3.6.1.a"})
  void subjectRevokesTheOwnCertificateWithTheVeryKeyThatIsCompromised() {
    Issued issued = JOURNEY.issue(Subscriber.named("Clara"));
    Answer done =
        send(issued.serial(), SignedWish.signed(order(issued.serial(), "revoke"), issued));
    assertEquals("DONE", done.expect(200).json().get("state").asText());
    RevokedStatus revoked = (RevokedStatus) status(issued);
    assertEquals(1, revoked.getRevocationReason());
    assertTrue(recorded("STATUS_CHANGED", issued.serial()));
    // RM1.3, whoever asks.
    send(issued.serial(), SignedWish.signed(order(issued.serial(), "revoke"), issued)).expect(409);
  }

  @Test
  @Requirement("FUNC-5.3.5.2.a")
  void subjectSuspendsAndThatSignatureIsWorthNothingASecondTime() {
    Issued issued = JOURNEY.issue(Subscriber.named("Dora"));
    byte[] suspension = SignedWish.signed(order(issued.serial(), "suspend"), issued);
    send(issued.serial(), suspension).expect(200);
    assertEquals(6, ((RevokedStatus) status(issued)).getRevocationReason());
    JOURNEY
        .changeStatus("revocation-officer-1", issued.serial(), Map.of("action", "reinstate"))
        .expect(200);
    send(issued.serial(), suspension).expect(200);
    assertNull(status(issued), "a request that was sent again acted again");
  }

  @Test
  @Requirement(
      value = {"FUNC-5.3.5.2.b", "RM1.5c"},
      kind = Kind.NEGATIVE)
  void keyThatMayBeInWrongHandsDoesNotReinstate() {
    Issued issued = JOURNEY.issue(Subscriber.named("Emil"));
    send(issued.serial(), SignedWish.signed(order(issued.serial(), "suspend"), issued)).expect(200);
    send(issued.serial(), SignedWish.signed(order(issued.serial(), "reinstate"), issued))
        .expect(202);
    assertEquals(6, ((RevokedStatus) status(issued)).getRevocationReason());
  }

  @Test
  @Requirement(
      value = {"RM1.5c", "RM1.2", "RM1.5", "RM3.1", "FUNC-5.3.5.2.c"},
      kind = Kind.NEGATIVE)
  void nobodyElsesKeyCounts() throws Exception {
    Issued victim = JOURNEY.issue(Subscriber.named("Victim"));
    Issued other = JOURNEY.issue(Subscriber.named("Other"));
    Map<String, Object> wish = order(victim.serial(), "revoke");
    PrivateKey otherKey = other.subscriber().keys().getPrivate();

    send(victim.serial(), SignedWish.signed(wish, other)).expect(403);
    send(other.serial(), SignedWish.signed(wish, other)).expect(403);
    send(victim.serial(), SignedWish.signed(order(other.serial(), "revoke"), other)).expect(403);
    // The right certificate and a wrong key; a certificate of the right name and a foreign CA.
    send(
            victim.serial(),
            SignedWish.signed(wish, otherKey, victim.certificate(), "SHA256withECDSA"))
        .expect(422);
    X509Certificate forged = forged(victim, other);
    send(victim.serial(), SignedWish.signed(wish, otherKey, forged, "SHA256withECDSA")).expect(422);
    // What the subject has signed, altered; and signed with an algorithm that is broken.
    byte[] genuine = SignedWish.signed(order(victim.serial(), "suspend"), victim);
    send(victim.serial(), altered(genuine, "suspend", "revoke ")).expect(422);
    PrivateKey own = victim.subscriber().keys().getPrivate();
    send(victim.serial(), SignedWish.signed(wish, own, victim.certificate(), "SHA1withECDSA"))
        .expect(422);
    for (byte[] garbage : List.of(new byte[0], new byte[] {0x30, 0}, new byte[1000])) {
      send(victim.serial(), garbage).expect(400);
    }

    assertNull(status(victim), "no longer good");
    assertNull(status(other), "no longer good");
    assertTrue(recorded("STATUS_CHANGE_REFUSED", victim.serial()));
  }

  /** The victim's name and serial number with another key, by somebody who calls himself our CA. */
  private static X509Certificate forged(Issued victim, Issued other)
      throws IOException, OperatorCreationException {
    X509Certificate genuine = victim.certificate();
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            X500Name.getInstance(genuine.getIssuerX500Principal().getEncoded()),
            genuine.getSerialNumber(),
            genuine.getNotBefore(),
            genuine.getNotAfter(),
            X500Name.getInstance(genuine.getSubjectX500Principal().getEncoded()),
            SubjectPublicKeyInfo.getInstance(other.subscriber().keys().getPublic().getEncoded()));
    return RunningSystem.certificate(
        builder
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA")
                    .build(other.subscriber().keys().getPrivate()))
            .getEncoded());
  }

  private static byte[] altered(byte[] signed, String from, String to) {
    String text = new String(signed, StandardCharsets.ISO_8859_1);
    assertTrue(text.contains(from) && from.length() == to.length());
    return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
  }
}
