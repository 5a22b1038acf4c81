package org.opentws.registration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.opentws.registration.RegistrationHouse.ANNA;
import static org.opentws.registration.RegistrationHouse.ANONYMOUS;
import static org.opentws.registration.RegistrationHouse.OFFICER;
import static org.opentws.registration.RegistrationHouse.PASSPORT;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.opentws.access.Caller;
import org.opentws.access.store.Permission;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.registration.store.ApplicationState;
import org.opentws.value.Scope;

/** What an officer does not work for answers like what does not exist (SA1.1). */
class ScopedRegistrationTest {
  private static final String UNKNOWN = "0123456789012345678901";
  private final RegistrationHouse house = new RegistrationHouse();

  private static Caller officerFor(Optional<Set<String>> cas, Optional<Set<String>> authorities) {
    return new Caller(
        OFFICER.account(),
        OFFICER.person(),
        OFFICER.roles(),
        OFFICER.permissions(),
        new Scope(cas, authorities));
  }

  private static Caller of(String authority) {
    return officerFor(Optional.empty(), Optional.of(Set.of(authority)));
  }

  private String submitted(Optional<String> authority) {
    return house
        .registration
        .submit(
            new NewApplication(
                "qualified-esign-natural-person",
                Pkcs10Samples.pem(Pkcs10Samples.sound()),
                ANNA,
                new Consent(true, Optional.empty()),
                List.of(PASSPORT),
                Optional.empty(),
                authority))
        .id();
  }

  private void assertUnknown(String id) {
    for (Runnable look :
        List.<Runnable>of(
            () -> house.registration.review(id),
            () -> house.registration.progress(id),
            () -> house.approvals.approve(id, List.of(PASSPORT)),
            () -> house.approvals.reject(id, "no"))) {
      RequestRefused refused = assertThrows(RequestRefused.class, look::run);
      assertEquals(Refusal.NOT_FOUND, refused.refusal());
      assertEquals("no such application", refused.detail());
    }
  }

  @Test
  void applicationOfAnotherAuthorityDoesNotExist() {
    String main = submitted(Optional.empty());
    String branch = submitted(Optional.of("branch"));
    house.caller = of("branch");
    assertUnknown(main);
    assertUnknown(UNKNOWN);
    assertEquals(1, house.registration.count(ApplicationState.SUBMITTED));
    assertEquals(
        List.of(branch),
        house.registration.list(ApplicationState.SUBMITTED, 0).stream()
            .map(ApplicationSummary::id)
            .toList());
    assertEquals("branch", house.registration.review(branch).registrationAuthority());
    assertEquals(
        ApplicationState.CERTIFIED, house.approvals.approve(branch, List.of(PASSPORT)).state());
    assertEquals(ApplicationState.SUBMITTED, house.applications.find(main).orElseThrow().state());
  }

  @Test
  void applicationOfAnotherCaDoesNotExist() {
    String id = submitted(Optional.empty());
    house.caller = officerFor(Optional.of(Set.of("second")), Optional.empty());
    assertUnknown(id);
    assertEquals(0, house.registration.count(ApplicationState.SUBMITTED));
    house.caller = officerFor(Optional.of(Set.of("issuing")), Optional.empty());
    assertEquals(1, house.registration.count(ApplicationState.SUBMITTED));
    house.approvals.approve(id, List.of());
  }

  @Test
  void authorityThatDoesNotExistOrThatTheOfficerDoesNotWorkForTakesNothing() {
    house.caller = ANONYMOUS;
    assertNoAuthority(Optional.of("nowhere"));
    house.caller = of("branch");
    assertNoAuthority(Optional.of("main"));
    String own = submitted(Optional.empty());
    assertEquals("branch", house.registration.review(own).registrationAuthority());
    house.caller = officerFor(Optional.of(Set.of("second")), Optional.empty());
    assertNoAuthority(Optional.empty());
  }

  private void assertNoAuthority(Optional<String> named) {
    RequestRefused refused = assertThrows(RequestRefused.class, () -> submitted(named));
    assertEquals(Refusal.MALFORMED_REQUEST, refused.refusal());
    assertEquals("there is no such registration authority", refused.detail());
  }

  private static Caller machine(String account, Set<String> profiles) {
    return new Caller(
        account,
        "machine:" + account,
        Set.of(),
        Set.of(Permission.APPLICATION_SUBMIT),
        new Scope(Optional.empty(), Optional.of(Set.of("branch"))),
        Optional.of(profiles));
  }

  @Test
  void machineSubmitsInItsProfilesAndSeesItsOwnApplicationsOnly() {
    String others = submitted(Optional.of("branch"));
    house.caller = machine("ra-system", Set.of("qualified-esign-natural-person"));
    String own = submitted(Optional.empty());
    assertEquals(ApplicationState.SUBMITTED, house.registration.progress(own).state());
    assertEquals("ra-system", house.applications.find(own).orElseThrow().submittedBy());
    assertEquals("branch", house.applications.find(own).orElseThrow().registrationAuthority());
    RequestRefused refused =
        assertThrows(RequestRefused.class, () -> house.registration.progress(others));
    assertEquals("no such application", refused.detail());
    assertNoAuthority(Optional.of("main"));

    house.caller = machine("other", Set.of("another-profile"));
    assertThrows(RequestRefused.class, () -> house.registration.progress(own));
    refused = assertThrows(RequestRefused.class, () -> submitted(Optional.empty()));
    assertEquals(Refusal.PROFILE_VIOLATION, refused.refusal());
  }
}
