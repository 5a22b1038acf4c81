package org.opentws.access.administration;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.List;
import org.opentws.access.AccessConfiguration;
import org.opentws.access.RoleName;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports the installation when the application starts; a failure stops the start. Then the
 * documents of recovery ceremonies: one that is refused stops nothing, and changes nothing.
 */
@Startup
@Singleton
@RunAs(RoleName.SYSTEM)
public class InstallationStartup {
  private static final Logger LOG = LoggerFactory.getLogger(InstallationStartup.class);

  @Inject InstallationService installation;
  @Inject RecoveryService recovery;
  @Inject AccessConfiguration configuration;

  @PostConstruct
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  void install() {
    installation
        .importOnce()
        .ifPresent(
            installed ->
                configuration.recoveryDocuments().map(CeremonyFiles::documents).stream()
                    .flatMap(List::stream)
                    .forEach(document -> recover(document, installed)));
  }

  private void recover(Path file, InstallationService.Imported installed) {
    byte[] text = CeremonyFiles.read(file);
    try {
      byte[] signature = CeremonyFiles.read(CeremonyFiles.signatureOf(file));
      recovery.importOnce(text, signature, installed.document(), installed.sha256());
    } catch (IllegalStateException e) {
      recovery.refused(text, String.valueOf(e.getMessage()));
    } catch (RequestRefused e) {
      recovery.refused(text, e.detail());
    } catch (ServiceUnavailable e) {
      LOG.error("{} is not imported now, but at the next start", file, e);
    }
  }
}
