package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.opentws.conformance.blackbox.DemoCertificates.accessLocations;
import static org.opentws.conformance.blackbox.DemoCertificates.crlLocations;
import static org.opentws.conformance.blackbox.DemoCertificates.keyUsage;

import java.math.BigInteger;
import java.net.URI;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Certificates of CAs: what they may, where they are published, fingerprints. */
@Tag("blackbox")
class CaCertificateTest {
  private final RunningSystem system = RunningSystem.get();
  private final DemoCertificates certificates = new DemoCertificates(system);

  @Test
  @Requirement("CG1.4")
  void certificateSigningKeysSignCertificatesAndListsOnly() throws Exception {
    for (String name : List.of("root.pem", "ca.pem", "tls-ca.pem")) {
      assertEquals(
          KeyUsage.keyCertSign | KeyUsage.cRLSign, keyUsage(certificates.holder(name)), name);
      assertNull(certificates.holder(name).getExtension(Extension.extendedKeyUsage), name);
    }
  }

  @Test
  @Requirement(value = "CG1.4", kind = Kind.NEGATIVE)
  void noOtherCertificateMaySignCertificates() throws Exception {
    for (X509CertificateHolder certificate : certificates.byIssuingCa()) {
      assertEquals(0, keyUsage(certificate) & (KeyUsage.keyCertSign | KeyUsage.cRLSign));
      Extension constraints = certificate.getExtension(Extension.basicConstraints);
      assertTrue(
          constraints == null
              || !BasicConstraints.getInstance(constraints.getParsedValue()).isCA());
    }
  }

  @Test
  void pathsEndWhereTheyShould() throws Exception {
    for (Map.Entry<String, Integer> expected :
        Map.of("root.pem", 1, "ca.pem", 0, "tls-ca.pem", 0).entrySet()) {
      Extension extension =
          certificates.holder(expected.getKey()).getExtension(Extension.basicConstraints);
      assertTrue(extension.isCritical());
      BasicConstraints constraints = BasicConstraints.getInstance(extension.getParsedValue());
      assertTrue(constraints.isCA());
      assertEquals(
          BigInteger.valueOf(expected.getValue()),
          constraints.getPathLenConstraint(),
          expected.getKey());
    }
  }

  @Test
  @Requirement({"KM2.3", "ARCH-4.2.c"})
  void pointersResolveToWhatTheyPromise() throws Exception {
    for (X509CertificateHolder certificate : certificates.byIssuingCa()) {
      String issuer = accessLocations(certificate).get(AccessDescription.id_ad_caIssuers.getId());
      assertArrayEquals(
          system.certificate("ca.pem").getEncoded(),
          system.anonymous().getUri(URI.create(String.valueOf(issuer))).expect(200).octets());
      for (String crl : crlLocations(certificate)) {
        assertEquals(system.value("crl"), crl);
        system.anonymous().getUri(URI.create(crl)).expect(200);
      }
    }
    X509CertificateHolder ca = certificates.holder("ca.pem");
    String root = accessLocations(ca).get(AccessDescription.id_ad_caIssuers.getId());
    assertArrayEquals(
        system.certificate("root.pem").getEncoded(),
        system.anonymous().getUri(URI.create(String.valueOf(root))).expect(200).octets());
    system.anonymous().getUri(URI.create(crlLocations(ca).get(0))).expect(200);
  }

  @Test
  @Requirement(
      value = {"KM2.3", "ARCH-4.2.c"},
      kind = Kind.NEGATIVE)
  void certificateOfNoCaIsNotPublishedAsOne() {
    for (String no : List.of("tls", "registration", "tsu-1", "nobody", "..%2fissuing")) {
      String url = system.value("publicHttp") + "/ca/" + no + ".cer";
      int status = system.anonymous().getUri(URI.create(url)).status();
      assertTrue(status == 404 || status == 400, no + ": " + status);
    }
  }

  @Test
  @Requirement({"KM2.4a", "KM2.4b", "KM2.3-s3"})
  void rootVerifiesWithItsOwnContent() throws Exception {
    Openssl.run(system.folder(), "verify", "-check_ss_sig", "-CAfile", "root.pem", "root.pem")
        .expectOk();
    X509Certificate root = system.certificate("root.pem");
    root.verify(root.getPublicKey());
    assertArrayEquals(
        root.getSubjectX500Principal().getEncoded(), root.getIssuerX500Principal().getEncoded());
    system.certificate("ca.pem").verify(root.getPublicKey());
    X509Certificate management = system.certificate("tls-ca.pem");
    management.verify(management.getPublicKey());
  }

  @Test
  @Requirement({"KM2.5", "KM2.4-s2"})
  void fingerprintsAreThoseThatOpensslComputes() throws Exception {
    for (Map.Entry<String, String> ca :
        Map.of("root", "root.pem", "issuing", "ca.pem", "management", "tls-ca.pem").entrySet()) {
      String https = system.value("publicHttps") + "/ca/" + ca.getKey() + "/fingerprints";
      String text = system.anonymous().getUri(URI.create(https)).expect(200).text();
      String plain = text.toLowerCase(java.util.Locale.ROOT).replace(":", "");
      for (String hash : List.of("SHA-256", "SHA-384", "SHA-512")) {
        byte[] digest =
            MessageDigest.getInstance(hash).digest(system.certificate(ca.getValue()).getEncoded());
        assertTrue(
            plain.contains(java.util.HexFormat.of().formatHex(digest)),
            ca.getKey() + " " + hash + ": " + text);
      }
      String openssl =
          Openssl.run(
                  system.folder(),
                  "x509",
                  "-in",
                  ca.getValue(),
                  "-noout",
                  "-fingerprint",
                  "-sha256")
              .expectOk()
              .text();
      String value = openssl.strip().replaceAll(".*=", "").replace(":", "");
      assertTrue(plain.contains(value.toLowerCase(java.util.Locale.ROOT)), text);
    }
  }

  @Test
  @Requirement(
      value = {"KM2.5", "KM2.4-s2"},
      kind = Kind.NEGATIVE)
  void noFingerprintByABrokenHashAndNoneOfAStranger() throws Exception {
    String text =
        system
            .anonymous()
            .getUri(URI.create(system.value("publicHttps") + "/ca/root/fingerprints"))
            .expect(200)
            .text()
            .toLowerCase(java.util.Locale.ROOT)
            .replace(":", "");
    for (String broken : List.of("MD5", "SHA-1")) {
      byte[] digest =
          MessageDigest.getInstance(broken).digest(system.certificate("root.pem").getEncoded());
      assertFalse(text.contains(java.util.HexFormat.of().formatHex(digest)), broken);
    }
    system
        .anonymous()
        .getUri(URI.create(system.value("publicHttps") + "/ca/stranger/fingerprints"))
        .expect(404);
  }
}
