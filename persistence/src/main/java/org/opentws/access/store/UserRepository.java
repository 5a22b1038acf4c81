package org.opentws.access.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Users, persons and control certificates. */
@ApplicationScoped
public class UserRepository {
  /** Our number for this lock: clause 5.2.1, M1.4. */
  private static final long ASSIGNMENTS = 5_214L;

  private static final String MATCHES =
      "lower(u.account) like :part escape '!' or lower(u.person) like :part escape '!'";

  @PersistenceContext(unitName = "opentws")
  EntityManager entityManager;

  public void add(Person person) {
    entityManager.persist(person);
  }

  public void add(User user) {
    entityManager.persist(user);
  }

  public void add(ControlCertificate certificate) {
    entityManager.persist(certificate);
  }

  /** Sends what was changed to the database now, in this order: rows refer to each other. */
  public void flush() {
    entityManager.flush();
  }

  public Optional<Person> findPerson(String id) {
    return Optional.ofNullable(entityManager.find(Person.class, id));
  }

  public Optional<User> find(String account) {
    return Optional.ofNullable(entityManager.find(User.class, account));
  }

  public Optional<ControlCertificate> findCertificate(String fingerprint) {
    return Optional.ofNullable(entityManager.find(ControlCertificate.class, fingerprint));
  }

  /** Fingerprints of the control certificates registered for the account. */
  public List<String> certificatesOf(String account) {
    return entityManager
        .createQuery(
            "select c.fingerprint from ControlCertificate c where c.account = :account"
                + " order by c.fingerprint",
            String.class)
        .setParameter("account", account)
        .getResultList();
  }

  /** The same of several accounts; one without any is not in it. */
  public Map<String, List<String>> certificatesOf(List<User> owners) {
    return entityManager
        .createQuery(
            "select c.account, c.fingerprint from ControlCertificate c"
                + " where c.account in :accounts order by c.fingerprint",
            Object[].class)
        .setParameter("accounts", owners.stream().map(User::account).toList())
        .getResultStream()
        .collect(
            Collectors.groupingBy(
                row -> (String) row[0],
                Collectors.mapping(row -> (String) row[1], Collectors.toList())));
  }

  /**
   * Some of the users, by account.
   *
   * @param filter part of the account or the person, in whatever case; empty for all
   */
  public List<User> page(String filter, int first, int limit) {
    List<String> accounts =
        entityManager
            .createQuery(
                "select u.account from User u where " + MATCHES + " order by u.account",
                String.class)
            .setParameter("part", part(filter))
            .setFirstResult(first)
            .setMaxResults(limit)
            .getResultList();
    // With what they hold, at once: fetched by itself that would be two queries for each.
    return entityManager
        .createQuery(
            "select distinct u from User u left join fetch u.assignments left join fetch u.grants"
                + " left join fetch u.scopes where u.account in :accounts order by u.account",
            User.class)
        .setParameter("accounts", accounts)
        .getResultList();
  }

  /** How many {@link #page} has altogether. */
  public long count(String filter) {
    return entityManager
        .createQuery("select count(u) from User u where " + MATCHES, Long.class)
        .setParameter("part", part(filter))
        .getSingleResult();
  }

  /** What is typed is text, never a pattern. */
  private static String part(String filter) {
    return "%" + filter.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
  }

  /** Reads all accounts of a person as they are committed now. */
  public void reread(String person) {
    ofPerson(person).forEach(this::reread);
  }

  /** Reads the account as it is committed now. */
  public void reread(User user) {
    entityManager.refresh(user);
  }

  /**
   * Who holds each role; a role that nobody holds is not in it.
   *
   * @param limit so many are named of each
   */
  public Map<Role, RoleHolders> holders(int limit) {
    String sql =
        "select role, max(holders), array_agg(account order by account) from (select role, account,"
            + " count(*) over (partition by role) as holders, row_number() over (partition by role"
            + " order by account) as place from role_assignment) ranked where place <= ?"
            + " group by role";
    Map<Role, RoleHolders> holders = new EnumMap<>(Role.class);
    for (Object row : entityManager.createNativeQuery(sql).setParameter(1, limit).getResultList()) {
      Object[] columns = (Object[]) row;
      holders.put(
          Role.valueOf((String) columns[0]),
          new RoleHolders(((Number) columns[1]).longValue(), List.of((String[]) columns[2])));
    }
    return holders;
  }

  public List<User> ofPerson(String person) {
    return entityManager
        .createQuery("select u from User u where u.person = :person order by u.account", User.class)
        .setParameter("person", person)
        .getResultList();
  }

  /** The roles of a person over all accounts, active or not: separation is between persons. */
  public Set<Role> rolesOfPerson(String person) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    ofPerson(person).forEach(u -> roles.addAll(u.roles()));
    return roles;
  }

  /** The single grants of a person over all accounts, active or not. */
  public Set<Permission> grantedToPerson(String person) {
    Set<Permission> granted = EnumSet.noneOf(Permission.class);
    ofPerson(person).forEach(u -> granted.addAll(u.granted()));
    return granted;
  }

  /** Active accounts that hold the role. */
  public List<User> holders(Role role) {
    return entityManager
        .createQuery(
            "select distinct u from User u join u.assignments a"
                + " where a.role = :role and u.state = :active order by u.account",
            User.class)
        .setParameter("role", role)
        .setParameter("active", UserState.ACTIVE)
        .getResultList();
  }

  /**
   * Keeps other role changes out until the transaction ends, so that two assignments that exclude
   * each other cannot pass side by side. What the transaction had read before may have changed
   * while it waited here: see {@link #reread(String)}.
   */
  public void lockAssignments() {
    entityManager
        .createNativeQuery("select 1 from pg_advisory_xact_lock(" + ASSIGNMENTS + ")")
        .getSingleResult();
  }
}
