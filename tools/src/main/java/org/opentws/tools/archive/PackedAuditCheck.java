package org.opentws.tools.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentws.audit.format.BrokenLog;
import org.opentws.audit.verify.ExportVerifier;
import org.opentws.audit.verify.Finding;
import org.opentws.audit.verify.TrustedSigners;
import org.opentws.audit.verify.VerificationReport;

/** Verifies the audit log whose parts stand in packages. */
public final class PackedAuditCheck {
  private final X509Certificate authority;
  private final List<String> right = new ArrayList<>();

  /**
   * Checks once.
   *
   * @param authority the management CA that is believed
   */
  public PackedAuditCheck(X509Certificate authority) {
    this.authority = authority;
  }

  public List<String> right() {
    return right;
  }

  /**
   * From the first record to the last signed checkpoint; what is wrong.
   *
   * @param packages in the order in which they were made, from the first on
   */
  public List<String> run(List<PackageReader> packages) throws IOException {
    // As files, because that is what any verifier of such a log reads.
    Path folder = Files.createTempDirectory("packed-audit");
    try {
      for (PackageReader one : packages) {
        unpack(one, folder);
      }
      VerificationReport report =
          new ExportVerifier(
                  folder.resolve("audit"),
                  Optional.of(new TrustedSigners(authority)),
                  Optional.empty())
              .verify();
      right.add("audit log of %d records, %d signed".formatted(report.size(), report.signedSize()));
      return report.first().map(Finding::sentence).map(s -> "audit log: " + s).stream().toList();
    } catch (PackageFault | BrokenLog e) {
      return List.of("audit log: " + e.getMessage());
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(each);
        }
      }
    }
  }

  private static void unpack(PackageReader one, Path folder) throws IOException, PackageFault {
    for (String name : one.names("audit/", "")) {
      Path file = folder.resolve(name).normalize();
      if (!file.startsWith(folder)) {
        throw new PackageFault(name + " is no name of a file of the audit log");
      }
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, one.octets(name));
    }
  }
}
