package org.opentws.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.opentws.access.store.AuthenticatorRepository;
import org.opentws.access.store.AuthenticatorRow;
import org.opentws.access.store.Permission;
import org.opentws.access.store.Role;
import org.opentws.access.store.User;
import org.opentws.access.store.UserRepository;

/**
 * Whether what the database says of an account is what persons agreed to (M1.4): the account's rows
 * carry a seal, and the audit log knows its newest version, so that neither a changed row counts
 * nor an older one that was put back.
 */
@ApplicationScoped
public class AccountSeals {
  private static final String KIND = "opentws-account-1";

  @Inject RowSeal rowSeal;
  @Inject InstalledAccounts installed;
  @Inject UserRepository users;
  @Inject AccountHistory history;
  @Inject AuthenticatorRepository authenticators;

  /** Seals a new account, as its first version; its record must name that version. */
  public void sealFirst(User user) {
    user.sealed(rowSeal.seal(statement(user)));
  }

  /** Seals the account as it is now, as its next version; its record must name that version. */
  public void sealNext(User user) {
    user.nextVersion();
    user.sealed(rowSeal.seal(statement(user)));
  }

  /** Why the rows of this account count for nothing; empty if they are genuine. */
  public Optional<String> objection(User user) {
    Optional<String> objection = judge(user);
    if (objection.isPresent()) {
      // A change may have been committed between the looks at the account and at the log.
      users.reread(user);
      objection = judge(user);
    }
    return objection;
  }

  private Optional<String> judge(User user) {
    SealedText statement = statement(user);
    boolean genuine =
        user.seal()
            .map(seal -> rowSeal.holds(statement, seal))
            .orElseGet(() -> installed.say(user.account(), statement));
    if (!genuine) {
      return Optional.of("the account's rows were not written by this system");
    }
    Optional<Integer> newest = history.newestVersion(user.account());
    return newest.equals(Optional.of(user.version()))
        ? Optional.empty()
        : Optional.of("the account's rows are older than what the audit log says");
  }

  private SealedText statement(User user) {
    List<AuthenticatorRow> registered = authenticators.of(user.account());
    List<String> fields = fields(user, users.certificatesOf(user.account()));
    // An account without any says what it said before there were authenticators.
    if (!registered.isEmpty()) {
      fields.add(joined(registered.stream().map(AccountSeals::statement).toList()));
    }
    // The same for scopes: taking a limit away by hand breaks the seal like setting one.
    if (!user.scope().isEverything()) {
      fields.add(SealedText.of("opentws-scope-1", List.of(user.scope().text())).text());
    }
    if (user.isMachine()) {
      List<String> profiles = user.profiles().stream().sorted().toList();
      fields.add(SealedText.of("opentws-machine-1", profiles).text());
    }
    return SealedText.of(KIND, fields);
  }

  /** Everything of it but the counter, which grows with each use. */
  private static String statement(AuthenticatorRow authenticator) {
    return SealedText.of(
            "opentws-authenticator-1",
            List.of(
                authenticator.credentialId(),
                authenticator.account(),
                authenticator.label(),
                HexFormat.of().formatHex(authenticator.credential().octets())))
        .hash();
  }

  /** Everything that decides on what somebody may do, and by which credentials. */
  public static SealedText statement(User user, List<String> certificates) {
    return SealedText.of(KIND, fields(user, certificates));
  }

  private static List<String> fields(User user, List<String> certificates) {
    List<String> fields = new ArrayList<>();
    fields.add(user.account());
    fields.add(Integer.toString(user.version()));
    fields.add(user.person());
    fields.add(user.state().name());
    fields.add(user.passwordHash());
    fields.add(joined(user.roles().stream().map(Role::name).toList()));
    fields.add(joined(user.granted().stream().map(Permission::text).toList()));
    fields.add(joined(certificates));
    return fields;
  }

  private static String joined(List<String> values) {
    return String.join(" ", values.stream().sorted().toList());
  }
}
