package org.opentws.conformance.incontainer;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import org.opentws.access.FactorProof;
import org.opentws.authentication.CallerCertificate;
import org.opentws.dualcontrol.DualControlService;
import org.opentws.dualcontrol.OperationView;

/** An officer of the installation, with both factors. */
record Officer(String account) {
  private static final Path OFFICERS =
      Path.of(System.getProperty("tws.run", "/nonexistent"), "demo", "officers");

  CallerCertificate certificate() {
    try {
      return CallerCertificate.of(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(file(".pem"))))
              .getEncoded());
    } catch (IOException | CertificateException e) {
      throw new IllegalStateException(account, e);
    }
  }

  /** As this officer, who is logged in: agrees to what the operation says now. */
  static OperationView approve(DualControlService dualControl, String account, String id) {
    return dualControl.approve(
        id,
        Optional.of(dualControl.find(id).hash()),
        Optional.of(new FactorProof(FactorProof.Kind.PASSWORD, new Officer(account).password())));
  }

  char[] password() {
    try {
      return Files.readString(file(".password")).strip().toCharArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path file(String ending) {
    return OFFICERS.resolve(account + ending);
  }
}
