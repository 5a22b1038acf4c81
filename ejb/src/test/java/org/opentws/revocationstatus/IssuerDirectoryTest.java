package org.opentws.revocationstatus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.opentws.keymanagement.store.KeyPurpose;
import org.opentws.keymanagement.store.KeyState;
import org.opentws.value.Der;

class IssuerDirectoryTest {
  private static final int CAS = 10_000;
  private static final int LOOK_UPS = 200_000;

  /** Nobody looks at the signatures of these certificates. */
  private static final ContentSigner UNSIGNED =
      new ContentSigner() {
        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
          return new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
        }

        @Override
        public OutputStream getOutputStream() {
          return OutputStream.nullOutputStream();
        }

        @Override
        public byte[] getSignature() {
          return new byte[70];
        }
      };

  private final TestKeys keys = new TestKeys();
  private final IssuerDirectory directory = new IssuerDirectory();

  IssuerDirectoryTest() {
    directory.keys = keys;
  }

  private X509CertificateHolder certificate(String name) {
    return new X509v3CertificateBuilder(
            new X500Name(name),
            BigInteger.ONE,
            new Date(),
            new Date(),
            new X500Name(name),
            keys.ca.certificate().getSubjectPublicKeyInfo())
        .build(UNSIGNED);
  }

  private static IssuerHashes hashes(X509CertificateHolder ca) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    byte[] name = digest.digest(ca.getSubject().getEncoded());
    byte[] key = digest.digest(ca.getSubjectPublicKeyInfo().getPublicKeyData().getOctets());
    return new IssuerHashes(NISTObjectIdentifiers.id_sha256, Der.of(name), Der.of(key));
  }

  private X509CertificateHolder add(String ca) {
    X509CertificateHolder certificate = certificate("CN=" + ca);
    keys.registered.add(
        TestKeys.registered(KeyPurpose.CERTIFICATE_SIGNING, ca, certificate, KeyState.ACTIVE));
    keys.version++;
    return certificate;
  }

  @Test
  void tenThousandCasAreFoundAsQuicklyAsOne(TestReporter reporter) throws Exception {
    IssuerHashes one = hashes(keys.ca.certificate());
    Duration alone = timed(one);
    X509CertificateHolder last = keys.ca.certificate();
    for (int i = 0; i < CAS; i++) {
      last = add("ca-" + i);
    }
    Duration filling = timed(() -> directory.issuerOf(one));
    Duration among = timed(one);
    add("new");
    Duration oneMore = timed(() -> directory.issuerOf(one));
    reporter.publishEntry(
        "directory",
        "filled in %s, with one CA more in %s; %d look-ups in %s, with one CA in %s"
            .formatted(filling, oneMore, LOOK_UPS, among, alone));
    assertEquals("ca-9999", directory.issuerOf(hashes(last)).orElseThrow().id());
    assertTrue(among.compareTo(alone.multipliedBy(5).plusMillis(100)) < 0, among + " " + alone);
  }

  private Duration timed(IssuerHashes asked) {
    directory.issuerOf(asked);
    return timed(
        () -> {
          for (int i = 0; i < LOOK_UPS; i++) {
            assertTrue(directory.issuerOf(asked).isPresent());
          }
        });
  }

  private static Duration timed(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  @Test
  void caIsFoundAsSoonAsTheRegisterHasIt() throws Exception {
    assertEquals(Optional.empty(), directory.issuerOf(hashes(certificate("CN=new"))));
    X509CertificateHolder added = add("new");
    assertEquals("new", directory.issuerOf(hashes(added)).orElseThrow().id());
    keys.registered.remove(keys.registered.size() - 1);
    keys.version++;
    assertEquals(Optional.empty(), directory.issuerOf(hashes(added)));
  }
}
