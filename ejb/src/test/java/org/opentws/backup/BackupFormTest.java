package org.opentws.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.backup.store.CopyLine;

/** The parts of a backup, the order to restore it, and where it lies. */
class BackupFormTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String DIGEST = "ab".repeat(32);

  private static KeyPair authorityKey;
  private static KeyPair auditKey;
  private static X509Certificate authority;

  @BeforeAll
  static void makeKeys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    authorityKey = generator.generateKeyPair();
    auditKey = generator.generateKeyPair();
    authority = certificate("CN=Management CA", authorityKey, false);
  }

  private static X509Certificate certificate(String name, KeyPair subject, boolean officer)
      throws Exception {
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=Management CA"),
            BigInteger.TEN,
            Date.from(NOW.minusSeconds(9999)),
            Date.from(Instant.parse("2099-01-01T00:00:00Z")),
            new X500Name(name),
            subject.getPublic());
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    if (officer) {
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth));
    }
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(authorityKey.getPrivate())));
  }

  private static byte[] signed(byte[] document, X509Certificate signer) throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(
                new JcaContentSignerBuilder("SHA256withECDSA").build(auditKey.getPrivate()),
                signer));
    generator.addCertificates(new JcaCertStore(List.of(signer)));
    return generator.generate(new CMSProcessableByteArray(document), false).getEncoded();
  }

  private static RestoreOrder order(String approver) {
    return new RestoreOrder(
        RestoreOrder.FORMAT,
        "operation",
        "backup",
        DIGEST,
        "operator-1",
        "Person 1",
        "operator-2",
        approver,
        NOW.toString(),
        NOW.plusSeconds(60).toString());
  }

  private static String refused(byte[] document, byte[] signature, String sha256, Instant now) {
    return String.valueOf(
        assertThrows(
                BackupFault.class,
                () -> RestoreOrder.read(document, signature, authority, sha256, now))
            .getMessage());
  }

  @Test
  void orderIsFollowedOnlyForItsBackupInItsTimeAndOfTwoPersons() throws Exception {
    X509Certificate audit = certificate("CN=Audit log", auditKey, false);
    byte[] document = order("Person 2").encoded();
    byte[] signature = signed(document, audit);
    assertEquals(
        "operator-1", RestoreOrder.read(document, signature, authority, DIGEST, NOW).requester());
    assertTrue(refused(document, signature, "cd".repeat(32), NOW).contains("another backup"));
    assertTrue(refused(document, signature, DIGEST, NOW.plusSeconds(61)).contains("has ended"));
    byte[] alone = order("Person 1").encoded();
    assertTrue(refused(alone, signed(alone, audit), DIGEST, NOW).contains("one person alone"));
    byte[] later = order("Person 2").encoded();
    later[later.length / 2] ^= 1;
    assertTrue(refused(later, signature, DIGEST, NOW).contains("was altered"));
  }

  @Test
  void certificateOfAnOfficerGivesNoOrder() throws Exception {
    byte[] document = order("Person 2").encoded();
    X509Certificate officer = certificate("CN=Audit officer", auditKey, true);
    assertTrue(refused(document, signed(document, officer), DIGEST, NOW).contains("nobody"));
  }

  @Test
  void partOpensUnderItsNameAndBackupOnly() throws Exception {
    byte[] key = new byte[BackupCipher.KEY_OCTETS];
    byte[] octets = "a\tb\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
    BackupCipher cipher = new BackupCipher("one", key);
    byte[] sealed = cipher.seal("tables/a-00001", new byte[BackupCipher.NONCE_OCTETS], octets);
    assertArrayEquals(octets, cipher.open("tables/a-00001", sealed));
    assertThrows(BackupFault.class, () -> cipher.open("tables/b-00001", sealed));
    assertThrows(
        BackupFault.class, () -> new BackupCipher("two", key).open("tables/a-00001", sealed));
    sealed[sealed.length - 1] ^= 1;
    assertThrows(BackupFault.class, () -> cipher.open("tables/a-00001", sealed));
    assertThrows(BackupFault.class, () -> cipher.open("tables/a-00001", new byte[3]));
  }

  @Test
  void lineOfCopyHoldsAnyText() {
    String line = "x\\t\\n\\r\\\\N\t\\N\t7";
    List<Optional<String>> values = CopyLine.values(line);
    assertEquals(
        List.of(Optional.of("x\t\n\r\\N"), Optional.<String>empty(), Optional.of("7")), values);
    assertEquals("x\\t\\n\\r\\\\N\t\\N\t3", CopyLine.with(line, 2, "3"));
  }

  @Test
  void unfinishedBackupIsNone(@TempDir Path folder) throws Exception {
    BackupDirectory directory = new BackupDirectory(folder.resolve("backup"));
    assertThrows(
        UncheckedIOException.class,
        () ->
            directory.write(
                "one.zip",
                out -> {
                  out.write(1);
                  throw new IOException("No space left on device");
                }));
    assertFalse(directory.has("one.zip"));
    assertEquals(0, files(folder));
    Files.writeString(folder.resolve("backup/two.zip.part"), "of a node that was killed");
    directory.discardUnfinished();
    Path file = directory.write("three.zip", (OutputStream out) -> out.write(1));
    assertEquals(1, files(folder));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  private static long files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("backup"))) {
      return files.count();
    }
  }
}
