package org.opentws.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Where trust in users begins. */
@ApplicationScoped
public class AccessConfiguration {
  /** PEM file with the certificate of the management CA, which issues control certificates. */
  @Inject
  @ConfigProperty(name = "opentws.access.management-ca")
  String managementCa;

  /**
   * The document that the installation ceremony wrote; its detached signature lies beside it with
   * the ending .p7s. Read once, while the database is empty.
   */
  @Inject
  @ConfigProperty(name = "opentws.access.installation-document")
  Optional<String> installationDocument;

  /** Folder of the documents that recovery ceremonies wrote; looked into at each start. */
  @Inject
  @ConfigProperty(name = "opentws.access.recovery-documents")
  Optional<String> recoveryDocuments;

  public Path managementCa() {
    return Path.of(managementCa);
  }

  public Optional<Path> installationDocument() {
    return installationDocument.map(Path::of);
  }

  public Optional<Path> recoveryDocuments() {
    return recoveryDocuments.map(Path::of);
  }
}
