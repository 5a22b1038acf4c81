package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
import org.opentws.keymanagement.KeyUse;
import org.opentws.keymanagement.store.KeyPurpose;

/** A class whose tests run inside of the server, beside the application's own beans. */
@Tag("incontainer")
@ExtendWith(ArquillianExtension.class)
abstract class InContainer {
  @Resource(lookup = "java:/opentws/db")
  DataSource database;

  private static final Duration UNTIL_SEALING_KEY = Duration.ofSeconds(30);
  private static final long PAUSE_MILLIS = 100;

  @Inject LoginService logins;
  @Inject KeyUse keyUse;

  @Deployment
  static EnterpriseArchive application() {
    return ApplicationUnderTest.archive();
  }

  Rows rows() {
    return new Rows(database);
  }

  /**
   * The officer as he is after login with both factors. The system makes the key that seals rows
   * soon after it was deployed; whoever comes before is turned away, so the first caller waits.
   */
  Caller login(String account) {
    long end = System.nanoTime() + UNTIL_SEALING_KEY.toNanos();
    while (keyUse.find(KeyPurpose.MESSAGE_SEALING, "access").isEmpty()) {
      assertTrue(System.nanoTime() < end, "no sealing key");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
    }
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
