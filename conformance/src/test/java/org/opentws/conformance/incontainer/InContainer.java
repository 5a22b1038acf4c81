package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.EnterpriseArchive;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.opentws.access.Caller;
import org.opentws.authentication.LoginService;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;

/** A class whose tests run inside of the server, beside the application's own beans. */
@Tag("incontainer")
@ExtendWith(ArquillianExtension.class)
abstract class InContainer {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  @Inject LoginService logins;

  @Deployment
  static EnterpriseArchive application() {
    return ApplicationUnderTest.archive();
  }

  Rows rows() {
    return new Rows(database);
  }

  /** The officer as he is after login with both factors. */
  Caller login(String account) {
    Officer officer = new Officer(account);
    return logins.login(Optional.of(officer.certificate()), officer.password()).caller();
  }

  static String fresh(String what) {
    return what + "-" + UUID.randomUUID();
  }

  static RequestRefused assertRefused(Refusal refusal, Executable call) {
    RequestRefused refused = assertThrows(RequestRefused.class, call);
    assertEquals(refusal, refused.refusal(), refused::getMessage);
    return refused;
  }
}
