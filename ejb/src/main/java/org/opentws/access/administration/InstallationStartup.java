package org.opentws.access.administration;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.EJBException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.opentws.access.AccessConfiguration;
import org.opentws.access.RoleName;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.opentws.node.NodeService;
import org.opentws.node.ThisNode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports the installation when the application starts; a failure stops the start. Then the
 * documents of recovery ceremonies, where officers are administered: one that is refused stops
 * nothing, and changes nothing.
 */
@Startup
@Singleton
@RunAs(RoleName.SYSTEM)
public class InstallationStartup {
  private static final Logger LOG = LoggerFactory.getLogger(InstallationStartup.class);

  @Inject InstallationService installation;
  @Inject RecoveryService recovery;
  @Inject AccessConfiguration configuration;
  @Inject ThisNode node;

  @PostConstruct
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  void install() {
    Optional<InstallationService.Imported> installed = installation.importOnce();
    if (installed.isPresent() && node.runs(NodeService.ADMINISTRATION)) {
      configuration
          .recoveryDocuments()
          .map(CeremonyFiles::documents)
          .orElse(List.of())
          .forEach(document -> recover(document, installed.get()));
    }
  }

  private void recover(Path file, InstallationService.Imported installed) {
    Path signature = CeremonyFiles.signatureOf(file);
    String name = String.valueOf(file.getFileName());
    try {
      recovery.importOnce(
          CeremonyFiles.read(file),
          Files.exists(signature) ? CeremonyFiles.read(signature) : new byte[0],
          installed.document(),
          installed.sha256());
    } catch (RequestRefused e) {
      recovery.refused(name, e.detail());
    } catch (IllegalStateException e) {
      recovery.refused(name, String.valueOf(e.getMessage()));
    } catch (ServiceUnavailable | EJBException e) {
      LOG.error("{} is not imported now; the next start tries again", file, e);
    }
  }
}
