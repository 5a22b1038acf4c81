package org.opentws.certificategeneration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Der;

/** A maker's root, the device's own certificate under it, and that about a key in the device. */
class KeyAttestationTest {
  private static final Instant NOW = Instant.parse("2026-11-24T05:00:00Z");
  private static final X500Name ROOT = new X500Name("CN=Maker Root");
  private static final X500Name DEVICE = new X500Name("CN=Device 4711");

  private final KeyPair root = pair();
  private final KeyPair device = pair();
  private final KeyPair key = pair();

  @TempDir private static Path folder = Path.of("set by JUnit");

  private static KeyPair pair() {
    try {
      return KeyPairGenerator.getInstance("EC").generateKeyPair();
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] certificate(
      X500Name issuer, KeyPair by, X500Name subject, KeyPair about, boolean ca) throws Exception {
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(NOW.minus(Duration.ofDays(1))),
            Date.from(NOW.plus(Duration.ofDays(1))),
            subject,
            about.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    return builder
        .build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate()))
        .getEncoded();
  }

  private byte[] aboutKey(KeyPair by) throws Exception {
    return certificate(DEVICE, by, new X500Name("CN=Attestation 9a"), key, false);
  }

  private static Optional<Der> chain(byte[]... certificates) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    for (byte[] certificate : certificates) {
      octets.writeBytes(certificate);
    }
    return Optional.of(Der.of(octets.toByteArray()));
  }

  private Optional<Path> policy() throws Exception {
    Path file = folder.resolve("roots-" + System.nanoTime() + ".pem");
    Files.writeString(
        file,
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder().encodeToString(certificate(ROOT, root, ROOT, root, true))
            + "\n-----END CERTIFICATE-----\n");
    return Optional.of(file);
  }

  private Optional<String> judged(Optional<Der> attestation, Instant at) throws Exception {
    return KeyAttestation.judge(policy(), attestation, Der.of(key.getPublic().getEncoded()), at);
  }

  private void refused(Optional<Der> attestation, Instant at) {
    assertEquals(
        Refusal.KEY_NOT_ATTESTED,
        assertThrows(RequestRefused.class, () -> judged(attestation, at)).refusal());
  }

  @Test
  void keyThatATrustedDeviceAttestsIsAccepted() throws Exception {
    byte[] deviceCertificate = certificate(ROOT, root, DEVICE, device, true);
    String words = judged(chain(aboutKey(device), deviceCertificate), NOW).orElseThrow();
    assertTrue(words.contains("Attestation 9a") && words.contains("Device 4711"), words);
  }

  @Test
  void keyWithoutAnAttestationOrWithOneAboutAnotherKeyIsRefused() throws Exception {
    refused(Optional.empty(), NOW);
    byte[] deviceCertificate = certificate(ROOT, root, DEVICE, device, true);
    byte[] other = certificate(DEVICE, device, new X500Name("CN=Attestation 9a"), pair(), false);
    refused(chain(other, deviceCertificate), NOW);
    refused(chain(), NOW);
    refused(chain(new byte[] {1, 2, 3}), NOW);
  }

  @Test
  void chainThatDoesNotLeadToATrustedRootIsRefused() throws Exception {
    KeyPair stranger = pair();
    refused(chain(aboutKey(device), certificate(ROOT, stranger, DEVICE, device, true)), NOW);
    refused(chain(aboutKey(stranger), certificate(ROOT, root, DEVICE, device, true)), NOW);
    refused(chain(aboutKey(device)), NOW);
  }

  @Test
  void certificateThatIsNoCaAttestsNothing() throws Exception {
    refused(chain(aboutKey(device), certificate(ROOT, root, DEVICE, device, false)), NOW);
  }

  @Test
  void attestationCountsWithinItsLifeOnly() throws Exception {
    byte[] deviceCertificate = certificate(ROOT, root, DEVICE, device, true);
    refused(chain(aboutKey(device), deviceCertificate), NOW.plus(Duration.ofDays(2)));
  }

  @Test
  void withoutAPolicyNothingIsAskedForAndNothingIsBelieved() {
    Optional<Path> none = Optional.empty();
    Der publicKey = Der.of(key.getPublic().getEncoded());
    assertEquals(Optional.empty(), KeyAttestation.judge(none, Optional.empty(), publicKey, NOW));
    assertThrows(
        RequestRefused.class,
        () -> KeyAttestation.judge(none, chain(new byte[] {1}), publicKey, NOW));
  }
}
