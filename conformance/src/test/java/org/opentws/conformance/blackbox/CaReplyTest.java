package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;
import org.opentws.conformance.blackbox.Client.Answer;

/**
 * What comes back from an offline CA: only a root whose two names are one and the same is taken.
 */
@Tag("blackbox")
class CaReplyTest {
  private static final String OWNER = "reply-" + UUID.randomUUID().toString().substring(0, 8);
  private static final X500Name ROOT = new X500Name("CN=Root of a check");
  private static final X500Name OTHER = new X500Name("CN=Root of another check");

  private final RunningSystem system = RunningSystem.get();
  private final Journey journey = new Journey(system);
  private final KeyPair root = Subscriber.ec("secp256r1");
  private final Instant now = Instant.now();
  private JsonNode made;

  @BeforeEach
  void makeKey() {
    new Activation(system).ensureOpen();
    made =
        journey.operation(
            "GENERATE_KEY",
            Map.of(
                "purpose",
                "CERTIFICATE_SIGNING",
                "owner",
                OWNER,
                "token",
                Activation.DEVICE,
                "algorithm",
                "EC:secp256r1"));
  }

  @AfterEach
  void destroyKey() {
    journey.operation("DESTROY_KEY", Map.of("keyId", made.get("keyId").asText()));
  }

  private ContentSigner rootSigner() throws Exception {
    return new JcaContentSignerBuilder("SHA256withECDSA").build(root.getPrivate());
  }

  private String certificate(X500Name issuer, X500Name subject, PublicKey key, int below)
      throws Exception {
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    return base64(
        new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(1 + below),
                Date.from(now.minusSeconds(3600)),
                Date.from(now.plusSeconds(86_400)),
                subject,
                key)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(below))
            .addExtension(
                Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key))
            .addExtension(
                Extension.authorityKeyIdentifier,
                false,
                identifiers.createAuthorityKeyIdentifier(root.getPublic()))
            .build(rootSigner())
            .getEncoded());
  }

  /** The reply of a root whose own certificate names that issuer; all else is as it should be. */
  private Map<String, String> reply(X500Name issuerOfRoot) throws Exception {
    PublicKey ours =
        new JcaPKCS10CertificationRequest(Base64.getDecoder().decode(made.get("pkcs10").asText()))
            .getPublicKey();
    return Map.of(
        "owner", OWNER,
        "issuer", OWNER + "-root",
        "certificate", certificate(ROOT, new X500Name("CN=" + OWNER), ours, 0),
        "issuerCertificate", certificate(issuerOfRoot, ROOT, root.getPublic(), 1),
        "issuerCrl",
            base64(
                new X509v2CRLBuilder(ROOT, Date.from(now.minusSeconds(60)))
                    .setNextUpdate(Date.from(now.plusSeconds(3600)))
                    .build(rootSigner())
                    .getEncoded()));
  }

  private static String base64(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }

  @Test
  @Requirement({"KM2.4a", "KM2.4b"})
  void rootWhoseNamesAreTheSameIsShownToTheOfficers() throws Exception {
    Answer requested = journey.request("IMPORT_CA_CERTIFICATE", reply(ROOT)).expect(201);
    assertTrue(requested.text().contains(ROOT.toString()), requested.text());
    journey.withdraw(requested);
  }

  @Test
  @Requirement(value = "KM2.4b", kind = Kind.NEGATIVE)
  void rootThatNamesAnotherIssuerIsNotTakenThoughItsKeySignedIt() throws Exception {
    Answer refused = journey.request("IMPORT_CA_CERTIFICATE", reply(OTHER));
    assertEquals(4, refused.status() / 100, refused.text());
    assertTrue(refused.text().contains("not self-signed"), refused.text());
  }
}
