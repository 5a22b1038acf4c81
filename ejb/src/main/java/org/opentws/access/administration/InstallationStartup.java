package org.opentws.access.administration;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.security.RunAs;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.opentws.access.RoleName;

/** Imports the installation when the application starts; a failure stops the start. */
@Startup
@Singleton
@RunAs(RoleName.SYSTEM)
public class InstallationStartup {
  @Inject InstallationService installation;

  @PostConstruct
  @TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
  void install() {
    installation.importOnce();
  }
}
