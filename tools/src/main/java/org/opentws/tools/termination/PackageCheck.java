package org.opentws.tools.termination;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.opentws.tools.archive.PackageFault;
import org.opentws.tools.archive.PackageReader;
import org.opentws.tools.archive.PackageSignatures;
import org.opentws.tools.archive.PackedAuditCheck;

/**
 * Everything that can be verified in a package; collects what is wrong and what was found right.
 */
final class PackageCheck {
  private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

  private final PackageReader archive;
  private final X509Certificate authority;
  private final Optional<PackageReader.Opener> key;
  private final List<String> wrong = new ArrayList<>();
  private final List<String> right = new ArrayList<>();
  private final List<X509Certificate> authorities = new ArrayList<>();

  /**
   * Checks once.
   *
   * @param authority the management CA that is believed
   * @param key without it, what is encrypted is known by its digest only
   */
  PackageCheck(
      PackageReader archive, X509Certificate authority, Optional<PackageReader.Opener> key) {
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
    X509Certificate signer = PackageSignatures.signer(archive, authority);
    right.add("signed by " + signer.getSubjectX500Principal().getName());
  }

  private void authorities() throws PackageFault {
    long count =
        archive.lines(
            "authorities", key, line -> authorities.add(certificate("authorities", line)));
    right.add(count + " certificates of the provider's keys");
  }

  private static X509Certificate certificate(String list, JsonNode line) throws PackageFault {
    try {
      return PackageSignatures.read(Base64.getDecoder().decode(line.path("certificate").asText()));
    } catch (CertificateException | IllegalArgumentException e) {
      throw new PackageFault(list + " has a certificate that cannot be read", e);
    }
  }

  private void lists() throws PackageFault {
    int count = 0;
    for (String name : archive.names("crls/", ".crl")) {
      PackageSignatures.list(name, archive.octets(name), authorities);
      count++;
    }
    right.add(count + " revocation lists, each signed by its CA");
  }

  private Stream<X509Certificate> issuers(String name) {
    return PackageSignatures.issuers(authorities, name);
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

  private void auditLog() throws IOException {
    PackedAuditCheck log = new PackedAuditCheck(authority);
    wrong.addAll(log.run(List.of(archive)));
    right.addAll(log.right());
  }
}
