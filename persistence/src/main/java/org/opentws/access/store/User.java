package org.opentws.access.store;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentws.value.Scope;

/**
 * An account by which one person operates the TWS (IA1.1). Failed logins are counted in columns
 * that this entity does not know, by single statements ({@code LoginAttemptRepository}).
 */
@Entity
@Table(name = "account")
public class User {
  @Id
  @Column(name = "account")
  private String account;

  @Column(name = "person", updatable = false)
  private String person;

  @Column(name = "password_hash")
  private String passwordHash;

  @Enumerated(EnumType.STRING)
  @Column(name = "state")
  private UserState state;

  @Column(name = "created_at", updatable = false)
  private Instant createdAt;

  @Column(name = "machine", updatable = false)
  private boolean machine;

  @Column(name = "version")
  private int version;

  @Column(name = "seal")
  private @Nullable String seal;

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "role_assignment", joinColumns = @JoinColumn(name = "account"))
  private Set<RoleAssignment> assignments = new HashSet<>();

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "permission_grant", joinColumns = @JoinColumn(name = "account"))
  private Set<PermissionGrant> grants = new HashSet<>();

  @ElementCollection(fetch = FetchType.EAGER)
  @CollectionTable(name = "account_scope", joinColumns = @JoinColumn(name = "account"))
  private Set<ScopeEntry> scopes = new HashSet<>();

  /** For JPA. */
  @SuppressWarnings("NullAway.Init")
  protected User() {}

  /**
   * A new account, active, without any role.
   *
   * @param person the person's id
   * @param passwordHash Argon2id in PHC text form
   */
  public User(String account, String person, String passwordHash, Instant createdAt) {
    this.account = account;
    this.person = person;
    this.passwordHash = passwordHash;
    this.state = UserState.ACTIVE;
    this.version = 1;
    this.createdAt = createdAt;
  }

  /**
   * A machine's account, active, without anything that it may do.
   *
   * @param name id of a person that is none
   */
  public static User machine(String account, String name, Instant createdAt) {
    User created = new User(account, name, "", createdAt);
    created.machine = true;
    return created;
  }

  public String account() {
    return account;
  }

  public String person() {
    return person;
  }

  public String passwordHash() {
    return passwordHash;
  }

  public boolean isActive() {
    return state == UserState.ACTIVE;
  }

  public UserState state() {
    return state;
  }

  /** An account that opens nothing any more; its roles stay, so that separation still counts. */
  public void disable() {
    state = UserState.DISABLED;
  }

  public void enable() {
    state = UserState.ACTIVE;
  }

  /**
   * Sets another password.
   *
   * @param newHash Argon2id in PHC text form
   */
  public void changePassword(String newHash) {
    passwordHash = newHash;
  }

  public Instant createdAt() {
    return createdAt;
  }

  /** Counts the changes of this account, from 1. */
  public int version() {
    return version;
  }

  /** Proof that the system wrote these rows; empty for an account as the installation made it. */
  public Optional<String> seal() {
    return Optional.ofNullable(seal);
  }

  public void nextVersion() {
    version++;
  }

  public void sealed(String newSeal) {
    seal = newSeal;
  }

  /** The roles as assigned to this account. */
  public Set<Role> roles() {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    assignments.forEach(a -> roles.add(a.role()));
    return roles;
  }

  /** Whether separation of roles allows it is the caller's business (RoleSeparation). */
  public void assign(Role role, Instant at) {
    if (!roles().contains(role)) {
      assignments.add(new RoleAssignment(role, at));
    }
  }

  public void remove(Role role) {
    assignments.removeIf(a -> a.role() == role);
  }

  /** The permissions granted to this account beside those of its roles. */
  public Set<Permission> granted() {
    Set<Permission> granted = EnumSet.noneOf(Permission.class);
    grants.forEach(g -> g.permission().ifPresent(granted::add));
    return granted;
  }

  /** Whether separation of roles allows it is the caller's business (RoleSeparation). */
  public void grant(Permission permission, Instant at) {
    if (!granted().contains(permission)) {
      grants.add(new PermissionGrant(permission, at));
    }
  }

  public void withdraw(Permission permission) {
    grants.removeIf(g -> g.permission().filter(permission::equals).isPresent());
  }

  /** Whether it is a machine's: no person's, without password, roles and sessions. */
  public boolean isMachine() {
    return machine;
  }

  /** The certificate profiles under which a machine submits applications. */
  public Set<String> profiles() {
    return named(ScopeEntry.Kind.PROFILE).orElse(Set.of());
  }

  public void changeProfiles(Set<String> profiles, Instant at) {
    replace(ScopeEntry.Kind.PROFILE, profiles, at);
  }

  /** What the account works for (SA1.1). */
  public Scope scope() {
    return new Scope(named(ScopeEntry.Kind.CA), named(ScopeEntry.Kind.REGISTRATION_AUTHORITY));
  }

  private Optional<Set<String>> named(ScopeEntry.Kind kind) {
    Set<String> names =
        scopes.stream()
            .filter(entry -> entry.kind() == kind)
            .map(ScopeEntry::name)
            .collect(Collectors.toSet());
    return names.isEmpty() ? Optional.empty() : Optional.of(names);
  }

  /**
   * Sets another scope, in place of the one before.
   *
   * @param scope a limit names one CA or registration authority at least
   */
  public void changeScope(Scope scope, Instant at) {
    // No row means no limit: a limit to nothing cannot be stored.
    if (Stream.of(scope.cas(), scope.registrationAuthorities())
        .flatMap(Optional::stream)
        .anyMatch(Set::isEmpty)) {
      throw new IllegalArgumentException("a limit names one CA or registration authority at least");
    }
    replace(ScopeEntry.Kind.CA, scope.cas().orElse(Set.of()), at);
    replace(
        ScopeEntry.Kind.REGISTRATION_AUTHORITY,
        scope.registrationAuthorities().orElse(Set.of()),
        at);
  }

  private void replace(ScopeEntry.Kind kind, Set<String> names, Instant at) {
    scopes.removeIf(entry -> entry.kind() == kind);
    names.forEach(name -> scopes.add(new ScopeEntry(kind, name, at)));
  }

  /** Roles, single permissions and limits of the scope as text, for the audit log. */
  public String holdings() {
    return Stream.of(
            roles().stream().map(Role::name),
            granted().stream().map(Permission::text),
            Stream.of(scope().text()).filter(text -> !text.isEmpty()),
            profiles().stream().sorted().map("profile:"::concat))
        .flatMap(parts -> parts)
        .collect(Collectors.joining(" "));
  }
}
