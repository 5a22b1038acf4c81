package org.opentws.hsm.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.hsm.KeyProtection.NEVER_LEAVES;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.opentws.hsm.SigningUse;

/** One key, one purpose (KM3.3), as the certificate in the device says. */
class CertificateUseTest {
  private static X509Certificate certificate(boolean ca, int usage, KeyPurposeId... extended)
      throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    X500Name name = new X500Name("CN=x");
    Date now = new Date();
    var builder =
        new JcaX509v3CertificateBuilder(name, BigInteger.ONE, now, now, name, pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
    if (extended.length > 0) {
      builder.addExtension(Extension.extendedKeyUsage, true, new ExtendedKeyUsage(extended));
    }
    byte[] der =
        builder
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
            .getEncoded();
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private static final int SIGN = KeyUsage.digitalSignature;

  @Test
  void eachKindOfCertificateAllowsOneUse() throws Exception {
    assertEquals(
        Set.of(SigningUse.CERTIFICATES),
        CertificateUse.of(certificate(true, KeyUsage.keyCertSign | KeyUsage.cRLSign)));
    assertEquals(
        Set.of(SigningUse.OCSP_RESPONSES),
        CertificateUse.of(certificate(false, SIGN, KeyPurposeId.id_kp_OCSPSigning)));
    assertEquals(
        Set.of(SigningUse.TIME_STAMPS),
        CertificateUse.of(certificate(false, SIGN, KeyPurposeId.id_kp_timeStamping)));
    assertEquals(
        Set.of(SigningUse.TLS),
        CertificateUse.of(
            certificate(
                false, SIGN, KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth)));
    assertEquals(Set.of(SigningUse.DATA), CertificateUse.of(certificate(false, SIGN)));
  }

  @Test
  void certificateForSeveralPurposesAllowsNone() throws Exception {
    for (List<KeyPurposeId> mixed :
        List.of(
            List.of(KeyPurposeId.id_kp_OCSPSigning, KeyPurposeId.id_kp_timeStamping),
            List.of(KeyPurposeId.id_kp_timeStamping, KeyPurposeId.id_kp_emailProtection),
            List.of(KeyPurposeId.anyExtendedKeyUsage))) {
      assertEquals(
          EnumSet.noneOf(SigningUse.class),
          CertificateUse.of(certificate(false, SIGN, mixed.toArray(KeyPurposeId[]::new))));
    }
    assertTrue(CertificateUse.of(certificate(true, KeyUsage.cRLSign)).isEmpty());
    assertTrue(CertificateUse.of(certificate(false, KeyUsage.keyEncipherment)).isEmpty());
  }

  @Test
  void keyInTheDeviceSignsNothingElse() throws Exception {
    try (TokenAccess token = SoftHsm.prepare().newToken().access()) {
      token.generateKeyPair("key", "EC:secp256r1", NEVER_LEAVES);
      refusesAllBut(token, SigningUse.OWN_CERTIFICATE);
      token.storeCertificate("key", SoftHsm.selfSigned(token, "key", Instant.now()));
      refusesAllBut(token, SigningUse.TLS);
    }
  }

  private static void refusesAllBut(TokenAccess token, SigningUse allowed) {
    for (SigningUse use : SigningUse.values()) {
      if (use == allowed) {
        token.sign("key", use, "SHA256withECDSA", new byte[10]);
      } else {
        assertThrows(
            IllegalArgumentException.class,
            () -> token.sign("key", use, "SHA256withECDSA", new byte[10]));
      }
    }
  }
}
