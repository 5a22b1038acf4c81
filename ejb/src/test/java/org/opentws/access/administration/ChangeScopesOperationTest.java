package org.opentws.access.administration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentws.access.ScopeNames;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.value.Scope;

class ChangeScopesOperationTest {
  private final ChangeScopesOperation operation = new ChangeScopesOperation();
  private final User user = new User("officer", "person", "hash", Instant.EPOCH);

  @BeforeEach
  void wire() {
    operation.names =
        new ScopeNames() {
          @Override
          public Set<String> cas() {
            return Set.of("issuing", "second");
          }

          @Override
          public Set<String> registrationAuthorities() {
            return Set.of("main", "branch");
          }

          @Override
          public Set<String> profiles() {
            return Set.of("personal");
          }
        };
  }

  private AccountChange change(String cas, String authorities) {
    return operation.change(user, Map.of("cas", cas, "registrationAuthorities", authorities));
  }

  private Refusal refused(String cas, String authorities) {
    return assertThrows(RequestRefused.class, () -> change(cas, authorities)).refusal();
  }

  @Test
  void namesLimitAndAllTakesTheLimitAway() {
    AccountChange limit = change(" second issuing", "branch");
    assertTrue(
        limit
            .words()
            .contains(
                "for CA issuing, second and registration authority branch, instead of for every CA"),
        limit.words());
    limit.effect().accept(user, Instant.EPOCH);
    assertEquals(
        new Scope(Optional.of(Set.of("issuing", "second")), Optional.of(Set.of("branch"))),
        user.scope());
    change("all", "all").effect().accept(user, Instant.EPOCH);
    assertEquals(Scope.EVERYTHING, user.scope());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "third", "issuing third", "all issuing", "ALL", "*", "issuing;second"})
  void whatIsNoNameIsRefused(String cas) {
    assertEquals(Refusal.MALFORMED_REQUEST, refused(cas, "all"));
    assertEquals(Refusal.MALFORMED_REQUEST, refused("all", cas));
  }

  @Test
  void whoWorksForTheWholeSystemIsNotLimitedAndViceVersa() {
    user.assign(Role.SECURITY_OFFICER, Instant.EPOCH);
    assertEquals(Refusal.ROLE_CONFLICT, refused("issuing", "all"));
    change("all", "all").effect().accept(user, Instant.EPOCH);
    user.remove(Role.SECURITY_OFFICER);
    change("issuing", "all").effect().accept(user, Instant.EPOCH);
    RequestRefused refused =
        assertThrows(
            RequestRefused.class,
            () -> new AssignmentRules().requireAssignable(user, Role.SYSTEM_AUDITOR));
    assertEquals(Refusal.ROLE_CONFLICT, refused.refusal());
  }
}
