package org.opentws.tools.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.opentws.tools.rest.Connection;

/** One certificate from application to revocation (R1, CG1, RM1, RS1). */
final class CertificateLife {
  private static final int CRL_SECONDS_MAX = 60;
  private static final Map<String, String> SUBJECT =
      Map.of(
          "countryName", "AT",
          "givenName", "Erika",
          "surname", "Muster",
          "serialNumber", "PASAT-P1234567",
          "commonName", "Erika Muster");

  private final DemoSystem system;
  private final Progress progress;
  private final Connection subscriber;
  private final OcspClient ocsp;

  CertificateLife(DemoSystem system, Progress progress) throws Exception {
    this.system = system;
    this.progress = progress;
    this.subscriber = system.anybody();
    this.ocsp = new OcspClient(system, subscriber);
  }

  /** Runs through it; the serial number, lower-case hex. */
  String live() throws Exception {
    KeyPair keys = progress.step("the subscriber makes an own key and a PKCS#10", this::newKey);
    String id = progress.step("application by REST", () -> apply(keys));
    progress.step("registration-officer-1 approves: sealed, generated, linted", () -> approve(id));
    X509Certificate certificate =
        progress.step("the subscriber fetches the certificate", () -> fetch(id, keys));
    String serial = certificate.getSerialNumber().toString(16).toLowerCase(Locale.ROOT);
    fetchAuthorities();
    progress.step("OCSP says good", () -> expect(certificate, OcspClient.GOOD));
    progress.step("revocation-officer-1 revokes: keyCompromise", () -> revoke(serial));
    progress.step("OCSP says revoked, with reason and time", () -> expectRevoked(certificate));
    progress.step("a new CRL lists it", () -> awaitCrl(certificate));
    return serial;
  }

  private KeyPair newKey() throws GeneralSecurityException, IOException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    String pem = Pem.text("PRIVATE KEY", keys.getPrivate().getEncoded());
    PrivateFile.write(system.demo("certificate-key.pem"), pem.getBytes(StandardCharsets.US_ASCII));
    return keys;
  }

  private String apply(KeyPair keys)
      throws IOException, InterruptedException, OperatorCreationException {
    byte[] pkcs10 =
        new JcaPKCS10CertificationRequestBuilder(
                new X500Name("C=AT,CN=Erika Muster"), keys.getPublic())
            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()))
            .getEncoded();
    JsonNode answer =
        subscriber.post(
            "/applications",
            Map.of(
                "profile",
                DemoSystem.PROFILE,
                "pkcs10",
                Base64.getEncoder().encodeToString(pkcs10),
                "subject",
                SUBJECT,
                "consent",
                true,
                "evidence",
                List.of(
                    Map.of(
                        "type", "passport",
                        "reference", "P1234567",
                        "text", "seen in person, photograph compared"))));
    return answer.get("id").asText();
  }

  private JsonNode approve(String id) throws Exception {
    JsonNode answer =
        system
            .officer("registration-officer-1")
            .post("/applications/" + id + "/approval", Map.of());
    if (!answer.get("state").asText().equals("CERTIFIED")) {
      throw new DemoFailure("The application is not certified: " + answer);
    }
    return answer;
  }

  private X509Certificate fetch(String id, KeyPair keys) throws Exception {
    String pem = subscriber.get("/applications/" + id).get("certificate").asText();
    Files.writeString(system.demo("certificate.pem"), pem);
    X509Certificate certificate = Pem.certificate(pem.getBytes(StandardCharsets.US_ASCII));
    if (!certificate.getPublicKey().equals(keys.getPublic())) {
      throw new DemoFailure("The certificate is for another key than the subscriber's.");
    }
    return certificate;
  }

  private void fetchAuthorities() throws IOException, InterruptedException {
    Files.write(system.demo("root.pem"), authority("root"));
    Files.write(system.demo("ca.pem"), authority(DemoSystem.ISSUER));
    Files.write(
        system.demo("tls-ca.pem"), Files.readAllBytes(system.ceremony("management-ca.pem")));
  }

  private byte[] authority(String ca) throws IOException, InterruptedException {
    return subscriber.fetch(system.publicHttp() + "/ca/" + ca + ".pem");
  }

  private String expect(X509Certificate certificate, String expected) throws Exception {
    String status = ocsp.status(certificate);
    if (!status.equals(expected)) {
      throw new DemoFailure("OCSP says " + status + " instead of " + expected + ".");
    }
    return status;
  }

  private String expectRevoked(X509Certificate certificate) throws Exception {
    return expect(certificate, OcspClient.REVOKED_KEY_COMPROMISE);
  }

  private JsonNode revoke(String serial) throws Exception {
    return system
        .officer("revocation-officer-1")
        .post(
            "/certificates/" + DemoSystem.ISSUER + "/" + serial + "/status-changes",
            Map.of("action", "revoke", "reason", "keyCompromise"));
  }

  private boolean awaitCrl(X509Certificate certificate) throws Exception {
    for (int second = 0; second < CRL_SECONDS_MAX; second++) {
      byte[] der = subscriber.fetch(system.publicHttp() + "/crl/" + DemoSystem.ISSUER + ".crl");
      X509CRL crl =
          (X509CRL)
              CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
      if (crl.isRevoked(certificate)) {
        Files.write(system.demo("crl.der"), der);
        return true;
      }
      Thread.sleep(1000);
    }
    throw new DemoFailure("After a minute no CRL lists the revoked certificate.");
  }
}
