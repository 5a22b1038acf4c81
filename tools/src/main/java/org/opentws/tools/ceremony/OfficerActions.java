package org.opentws.tools.ceremony;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.opentws.certificategeneration.KeyAttestation;
import org.opentws.error.RequestRefused;
import org.opentws.hsm.SigningUse;
import org.opentws.value.Der;

/** The step that gives each officer a control certificate and a first password. */
final class OfficerActions {
  private OfficerActions() {}

  /** Where officers' keys are made in this step instead of in devices of theirs. */
  private static final String NONE = "none";

  /**
   * token, issuer, subject, days, directory, requests, attestation-roots, officers[{account,
   * person, role}]. In earnest each officer's key lies in a device of the officer (KM6.3), who
   * brings {requests}/{account}.p10, the hash of a first password, {requests}/{account}.hash, and
   * where attestation-roots names a PEM file {requests}/{account}.attestation, the maker's word
   * about the key (KM1.4). With requests "none" keys and passwords are made here, in files: in demo
   * mode only.
   */
  static Map<String, Object> issueControlCertificates(Ceremony ceremony, StepParameters with)
      throws IOException, GeneralSecurityException {
    boolean brought = !with.text("requests").equals(NONE);
    if (brought == ceremony.demo()) {
      throw new CeremonyFailure(
          ceremony.demo()
              ? "confirm=demo makes control keys itself: no requests=..."
              : "KM6.3: control keys live in devices of the officers: requests=FOLDER with their"
                  + " PKCS#10; software keys need confirm=demo");
    }
    Optional<Path> roots = attestationRoots(with, brought);
    X509Certificate issuer = ceremony.certificate(with.text("token"), with.text("issuer"));
    List<Credentials> all = new ArrayList<>();
    Set<String> persons = new HashSet<>();
    // All of them are judged before the first certificate is made.
    for (StepParameters officer : with.entries("officers")) {
      if (!persons.add(officer.text("person"))) {
        throw new CeremonyFailure("M1.4: " + officer.text("person") + " would hold two roles");
      }
      all.add(
          brought
              ? Credentials.brought(with.path("requests"), officer, roots)
              : Credentials.made(officer));
    }
    List<X509Certificate> issued = new ArrayList<>();
    for (Credentials credentials : all) {
      issued.add(issueOne(ceremony, with, credentials, issuer));
    }
    Map<String, Object> facts = new LinkedHashMap<>(CertificateActions.facts(issued));
    for (Credentials credentials : all) {
      credentials
          .attested()
          .ifPresent(word -> facts.put(credentials.officer().text("account") + " attested", word));
    }
    return facts;
  }

  private static Optional<Path> attestationRoots(StepParameters with, boolean brought) {
    Optional<Path> roots =
        Optional.of(with.text("attestation-roots"))
            .filter(file -> !file.equals(NONE))
            .map(Path::of);
    if (roots.isPresent() && !brought) {
      throw new CeremonyFailure("keys that are made here, in files, have no attestation");
    }
    return roots;
  }

  /** What somebody logs in with. The key pair and the password are there if they were made here. */
  private record Credentials(
      StepParameters officer,
      PublicKey publicKey,
      String passwordHash,
      @Nullable KeyPair made,
      String password,
      Optional<String> attested) {
    static Credentials made(StepParameters officer) throws GeneralSecurityException {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      String password = SecretFiles.newSecret();
      String hash = Argon2id.hash(password);
      return new Credentials(officer, pair.getPublic(), hash, pair, password, Optional.empty());
    }

    static Credentials brought(Path folder, StepParameters officer, Optional<Path> roots)
        throws IOException, GeneralSecurityException {
      Path base = folder.resolve(officer.text("account"));
      String hash = SecretFiles.read(Path.of(base + ".hash")).strip();
      if (!hash.startsWith("$argon2id$")) {
        throw new CeremonyFailure(base + ".hash is no Argon2id hash");
      }
      PublicKey key = KeyRequest.read(Path.of(base + ".p10")).getPublicKey();
      return new Credentials(officer, key, hash, null, "", attested(base, key, roots));
    }

    private static Optional<String> attested(Path base, PublicKey key, Optional<Path> roots)
        throws IOException {
      Path file = Path.of(base + ".attestation");
      Optional<Der> given =
          Files.exists(file) ? Optional.of(Der.of(Files.readAllBytes(file))) : Optional.empty();
      try {
        return KeyAttestation.judge(roots, given, Der.of(key.getEncoded()), Instant.now());
      } catch (RequestRefused e) {
        throw new CeremonyFailure("KM1.4: " + base.getFileName() + ": " + e.detail(), e);
      }
    }
  }

  private static X509Certificate issueOne(
      Ceremony ceremony, StepParameters with, Credentials credentials, X509Certificate issuer)
      throws IOException, GeneralSecurityException {
    StepParameters officer = credentials.officer();
    String account = officer.text("account");
    String subject =
        "%s,CN=%s,SERIALNUMBER=%s".formatted(with.text("subject"), officer.text("person"), account);
    X509Certificate certificate =
        CertificateDraft.issuedBy(
                issuer,
                CertificateActions.name(subject),
                credentials.publicKey(),
                CertificateActions.days(with))
            .endUse(KeyPurposeId.id_kp_clientAuth)
            .sign(
                ceremony.signer(with.text("token"), with.text("issuer"), SigningUse.CERTIFICATES));
    Path base = with.path("directory").resolve(account);
    KeyPair pair = credentials.made();
    if (pair != null) {
      writeFiles(base, pair, certificate, issuer, credentials.password());
    }
    SecretFiles.writePublic(
        Path.of(base + ".pem"), PemFile.encode("CERTIFICATE", certificate.getEncoded()));
    ceremony.add(
        new Ceremony.Officer(
            officer.text("person"),
            account,
            officer.text("role"),
            certificate,
            credentials.passwordHash()));
    return certificate;
  }

  private static void writeFiles(
      Path base, KeyPair pair, X509Certificate certificate, X509Certificate issuer, String password)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        base.getFileName().toString(),
        pair.getPrivate(),
        password.toCharArray(),
        new Certificate[] {certificate, issuer});
    ByteArrayOutputStream pkcs12 = new ByteArrayOutputStream();
    store.store(pkcs12, password.toCharArray());
    SecretFiles.writeSecret(Path.of(base + ".p12"), pkcs12.toByteArray());
    SecretFiles.writeSecret(
        Path.of(base + "-key.pem"), PemFile.encode("PRIVATE KEY", pair.getPrivate().getEncoded()));
    SecretFiles.writeSecret(Path.of(base + ".password"), password);
  }
}
