package org.opentws.tools.termination;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.opentws.audit.verify.ExportVerifier;
import org.opentws.audit.verify.Finding;
import org.opentws.audit.verify.TrustedSigners;
import org.opentws.audit.verify.VerificationReport;
import org.opentws.termination.PackageManifest;

/**
 * Everything that can be verified in a package; collects what is wrong and what was found right.
 */
final class PackageCheck {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final PackageReader archive;
  private final X509Certificate authority;
  private final Optional<RecipientKey> key;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> right = new ArrayList<>();
  private final List<X509Certificate> authorities = new ArrayList<>();

  /**
   * Checks once.
   *
   * @param authority the management CA that is believed
   * @param key without it, what is encrypted is known by its digest only
   */
  PackageCheck(PackageReader archive, X509Certificate authority, Optional<RecipientKey> key) {
    this.archive = archive;
    this.authority = authority;
    this.key = key;
  }

  List<String> right() {
    return right;
  }

  /** What is wrong; empty if the package is as it was made. */
  List<String> run() throws IOException {
    step(this::signature);
    wrong.addAll(archive.differences());
    if (wrong.isEmpty()) {
      right.add(
          archive.manifest().path("files").size() + " files have the digests of the manifest");
      step(this::authorities);
      step(this::lists);
      step(this::certificates);
      auditLog();
    }
    return wrong;
  }

  private interface Step {
    void take() throws PackageFault;
  }

  private void step(Step step) {
    try {
      step.take();
    } catch (PackageFault e) {
      wrong.add(String.valueOf(e.getMessage()));
    }
  }

  private void signature() throws PackageFault {
    byte[] manifest = archive.octets(PackageManifest.NAME);
    try {
      CMSSignedData signed =
          new CMSSignedData(
              new CMSProcessableByteArray(manifest), archive.octets(PackageManifest.SIGNATURE));
      SignerInformation signer = signed.getSignerInfos().getSigners().iterator().next();
      Object holder = signed.getCertificates().getMatches(signer.getSID()).iterator().next();
      X509Certificate certificate = read(((X509CertificateHolder) holder).getEncoded());
      certificate.verify(authority.getPublicKey(), PROVIDER);
      if (!signer.verify(
          new JcaSimpleSignerInfoVerifierBuilder().setProvider(PROVIDER).build(certificate))) {
        throw new PackageFault(PackageManifest.NAME + " was altered: its signature is wrong");
      }
      right.add("signed by " + certificate.getSubjectX500Principal().getName());
    } catch (CMSException
        | IOException
        | GeneralSecurityException
        | OperatorCreationException
        | RuntimeException e) {
      throw new PackageFault(
          PackageManifest.NAME + " was altered, or was signed by nobody who is believed", e);
    }
  }

  private void authorities() throws PackageFault {
    long count =
        archive.lines(
            "authorities", key, line -> authorities.add(certificate("authorities", line)));
    right.add(count + " certificates of the provider's keys");
  }

  private static X509Certificate certificate(String list, JsonNode line) throws PackageFault {
    try {
      return read(Base64.getDecoder().decode(line.path("certificate").asText()));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new PackageFault(list + " has a certificate that cannot be read", e);
    }
  }

  static X509Certificate read(byte[] der) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
  }

  private void lists() throws PackageFault {
    int count = 0;
    for (String name : archive.names("crls/", ".crl")) {
      try {
        X509CRL list =
            (X509CRL)
                CertificateFactory.getInstance("X.509")
                    .generateCRL(new ByteArrayInputStream(archive.octets(name)));
        boolean known =
            issuers(list.getIssuerX500Principal().getName()).anyMatch(ca -> isSignedBy(ca, list));
        if (!known) {
          throw new PackageFault(name + " was signed by no CA of the provider");
        }
        count++;
      } catch (CertificateException | CRLException e) {
        throw new PackageFault(name + " is no revocation list", e);
      }
    }
    right.add(count + " revocation lists, each signed by its CA");
  }

  private Stream<X509Certificate> issuers(String name) {
    return authorities.stream()
        .filter(ca -> ca.getBasicConstraints() >= 0)
        .filter(ca -> ca.getSubjectX500Principal().getName().equals(name));
  }

  private static boolean isSignedBy(X509Certificate ca, X509CRL list) {
    try {
      list.verify(ca.getPublicKey(), PROVIDER);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static boolean isSignedBy(X509Certificate ca, X509Certificate certificate) {
    try {
      certificate.verify(ca.getPublicKey(), PROVIDER);
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private void certificates() throws PackageFault {
    Set<String> withStatus = new HashSet<>();
    long statuses =
        archive.lines(
            "status",
            key,
            line -> withStatus.add(text(line, "issuer") + "/" + text(line, "serial")));
    right.add("the status of " + statuses + " certificates");
    if (key.isEmpty()) {
      right.add("what is encrypted was not opened: give --key");
      return;
    }
    long count =
        archive.lines(
            "certificates",
            key,
            line -> {
              String name = text(line, "issuer") + "/" + text(line, "serial");
              X509Certificate certificate = certificate("certificates", line);
              String issuer = certificate.getIssuerX500Principal().getName();
              if (issuers(issuer).noneMatch(ca -> isSignedBy(ca, certificate))) {
                throw new PackageFault(
                    "certificate " + name + " was signed by no CA of the provider");
              }
              if (!withStatus.contains(name)) {
                throw new PackageFault("certificate " + name + " has no status");
              }
            });
    long applications = archive.lines("applications", key, line -> text(line, "id"));
    long values = archive.lines("audit-values", key, line -> text(line, "object"));
    right.add(
        "%d certificates, each signed by its CA, %d applications, %d personal values of records"
            .formatted(count, applications, values));
  }

  private static String text(JsonNode line, String field) throws PackageFault {
    if (!line.path(field).isTextual()) {
      throw new PackageFault("a line lacks " + field);
    }
    return line.path(field).asText();
  }

  /** As files, because that is what any verifier of such a log reads. */
  private void auditLog() throws IOException {
    Path folder = Files.createTempDirectory("termination-audit");
    try {
      for (String name : archive.names("audit/", "")) {
        Path file = folder.resolve(name).normalize();
        if (!file.startsWith(folder)) {
          throw new PackageFault(name + " is no name of a file of the audit log");
        }
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, archive.octets(name));
      }
      VerificationReport report =
          new ExportVerifier(
                  folder.resolve("audit"),
                  Optional.of(new TrustedSigners(authority)),
                  Optional.empty())
              .verify();
      report.first().map(Finding::sentence).ifPresent(s -> wrong.add("audit log: " + s));
      right.add("audit log of %d records, %d signed".formatted(report.size(), report.signedSize()));
    } catch (PackageFault | org.opentws.audit.format.BrokenLog e) {
      wrong.add("audit log: " + e.getMessage());
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }
}
