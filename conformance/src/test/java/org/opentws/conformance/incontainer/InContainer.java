package org.opentws.conformance.incontainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(50);

  @Resource(lookup = "java:/opentws/db")
  DataSource database;

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
    await("sealing key", () -> keyUse.find(KeyPurpose.MESSAGE_SEALING, "access").isPresent());
    Officer officer = new Officer(account);
    return logins.login(Optional.of(officer.certificate()), officer.password()).caller();
  }

  /** Asks again until it is so, for at most half a minute. */
  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, "no " + what + " within " + PATIENCE);
      LockSupport.parkNanos(PAUSE.toNanos());
    }
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
