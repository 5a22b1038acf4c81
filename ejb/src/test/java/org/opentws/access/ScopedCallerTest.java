package org.opentws.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;
import org.opentws.value.Scope;

class ScopedCallerTest {
  private static final Scope ISSUING = new Scope(Optional.of(Set.of("issuing")), Optional.empty());

  private static User user(Role role) {
    User user = new User("officer", "person", "hash", Instant.EPOCH);
    user.assign(role, Instant.EPOCH);
    return user;
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void rolesForTheWholeSystemCannotBeLimitedAndTheOthersCan(Role role) {
    boolean limitable =
        EnumSet.of(Role.REGISTRATION_OFFICER, Role.REVOCATION_OFFICER).contains(role);
    assertEquals(limitable, ScopedPermissions.objection(Set.of(role), Set.of()).isEmpty());
  }

  @Test
  void permissionForTheWholeSystemCannotBeLimited() {
    assertTrue(ScopedPermissions.objection(Set.of(), Set.of(Permission.AUDIT_READ)).isPresent());
    assertTrue(ScopedPermissions.objection(Set.of(), Set.of(Permission.KEY_READ)).isEmpty());
  }

  @Test
  void callerWorksForWhatItsAccountWorksFor() {
    User user = user(Role.REVOCATION_OFFICER);
    assertEquals(Scope.EVERYTHING, Caller.of(user).scope());
    user.changeScope(ISSUING, Instant.EPOCH);
    assertEquals(ISSUING, Caller.of(user).scope());
    assertTrue(Caller.of(user).may(Permission.CERTIFICATE_READ));
  }

  @Test
  void limitThatCameAboutBehindOurBackTakesWhatKnowsNoScopes() {
    User user = user(Role.SYSTEM_AUDITOR);
    assertTrue(Caller.of(user).may(Permission.AUDIT_READ));
    user.changeScope(ISSUING, Instant.EPOCH);
    assertFalse(Caller.of(user).may(Permission.AUDIT_READ));
    assertTrue(Caller.of(user).may(Permission.CERTIFICATE_READ));
  }

  @Test
  void nothingIsBelievedOfAnUnknownCaller() {
    Caller unknown = Caller.unknown("a", "p");
    assertEquals(Set.of(), unknown.permissions());
    assertFalse(unknown.scope().coversCa("issuing"));
  }

  /** A limit set by hand, one taken away by hand, and another one: each breaks the seal. */
  @Test
  void sealOfAnAccountCoversItsScope() {
    AccountSeals seals = new AccountSeals();
    seals.rowSeal = new TextAsSeal();
    seals.installed = new InstalledAccounts();
    seals.users = new NoCertificates();
    seals.history = account -> Optional.of(1);
    seals.authenticators = new NoAuthenticators();
    User user = user(Role.REVOCATION_OFFICER);
    seals.sealFirst(user);
    assertEquals(Optional.empty(), seals.objection(user));
    user.changeScope(ISSUING, Instant.EPOCH);
    assertTrue(seals.objection(user).isPresent(), "a limit by hand");
    seals.sealFirst(user);
    assertEquals(Optional.empty(), seals.objection(user));
    user.changeScope(Scope.EVERYTHING, Instant.EPOCH);
    assertTrue(seals.objection(user).isPresent(), "a limit taken away by hand");
    user.changeScope(new Scope(Optional.empty(), Optional.of(Set.of("issuing"))), Instant.EPOCH);
    assertTrue(seals.objection(user).isPresent(), "another limit by hand");
  }

  private static final class TextAsSeal implements RowSeal {
    @Override
    public String seal(SealedText text) {
      return text.text();
    }

    @Override
    public boolean holds(SealedText text, String seal) {
      return text.text().equals(seal);
    }
  }

  private static final class NoCertificates extends UserRepository {
    @Override
    public List<String> certificatesOf(String account) {
      return List.of();
    }

    @Override
    public void reread(User user) {}
  }

  private static final class NoAuthenticators extends AuthenticatorRepository {
    @Override
    public List<AuthenticatorRow> of(String account) {
      return List.of();
    }
  }
}
