package org.opentws.conformance.blackbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A device for control keys and its maker, in the form of PIV devices: the maker's root certifies
 * the device's attestation key, which certifies each key that is made in the device.
 */
final class OfficerDevice {
  private static final String ROOT = "CN=Example PIV Root";
  private static final String DEVICE = "CN=Example PIV Attestation 4711";

  private final KeyPair root = Subscriber.ec("secp256r1");
  private final KeyPair device = Subscriber.ec("secp256r1");

  /** The maker's root, where the system looks for it. */
  OfficerDevice publishRoot(Path file) {
    try {
      Files.writeString(file, Journey.pem(certificate(ROOT, root, ROOT, root, true)));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the device says about a key that is in it: two certificates, in base64. */
  String attest(KeyPair key) {
    ByteArrayOutputStream chain = new ByteArrayOutputStream();
    chain.writeBytes(certificate(DEVICE, device, "CN=Example PIV Attestation 9a", key, false));
    chain.writeBytes(certificate(ROOT, root, DEVICE, device, true));
    return Base64.getEncoder().encodeToString(chain.toByteArray());
  }

  private static byte[] certificate(
      String issuer, KeyPair by, String subject, KeyPair about, boolean ca) {
    Instant now = Instant.now();
    try {
      return new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(System.nanoTime()).abs().add(BigInteger.ONE),
              Date.from(now.minusSeconds(3600)),
              Date.from(now.plusSeconds(86_400)),
              new X500Name(subject),
              about.getPublic())
          .addExtension(Extension.basicConstraints, true, new BasicConstraints(ca))
          .build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate()))
          .getEncoded();
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
