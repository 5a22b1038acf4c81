package org.opentws.dualcontrol.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Table dual_control_operation. */
@ApplicationScoped
public class DualControlRepository {
  @PersistenceContext(unitName = "opentws")
  EntityManager entityManager;

  public void add(DualControlOperation operation) {
    entityManager.persist(operation);
  }

  public void add(OperationApproval approval) {
    entityManager.persist(approval);
  }

  /** Who agreed to these operations, in the order of time. */
  public List<OperationApproval> approvals(Collection<String> operations) {
    return operations.isEmpty()
        ? List.of()
        : entityManager
            .createQuery(
                "select a from OperationApproval a where a.operation in :operations"
                    + " order by a.approvedAt, a.person",
                OperationApproval.class)
            .setParameter("operations", operations)
            .getResultList();
  }

  public Optional<DualControlOperation> find(String id) {
    return Optional.ofNullable(entityManager.find(DualControlOperation.class, id));
  }

  /** Reads the row as it is now and keeps it from everybody else until the transaction ends. */
  public Optional<DualControlOperation> lock(String id) {
    Optional<DualControlOperation> found =
        Optional.ofNullable(
            entityManager.find(DualControlOperation.class, id, LockModeType.PESSIMISTIC_WRITE));
    found.ifPresent(entityManager::refresh);
    return found;
  }

  /** Sends what was changed to the database now. */
  public void flush() {
    entityManager.flush();
  }

  /**
   * The newest operations of these types, in any state.
   *
   * @param first how many to pass over
   */
  public List<DualControlOperation> newest(Collection<String> types, int first, int countMax) {
    return entityManager
        .createQuery(
            "select o from DualControlOperation o where o.type in :types"
                + " order by o.requestedAt desc, o.id",
            DualControlOperation.class)
        .setParameter("types", types)
        .setFirstResult(first)
        .setMaxResults(countMax)
        .getResultList();
  }

  /** Operations whose parameters name something, oldest first. */
  public List<DualControlOperation> naming(String name) {
    return entityManager
        .createQuery(
            "select o from DualControlOperation o where locate(:name, o.parameters) > 0"
                + " order by o.requestedAt, o.id",
            DualControlOperation.class)
        .setParameter("name", name)
        .getResultList();
  }

  /** Operations nobody agreed to in time. */
  public List<String> overdue(Instant now) {
    return entityManager
        .createQuery(
            "select o.id from DualControlOperation o"
                + " where o.state = :state and o.expiresAt <= :now",
            String.class)
        .setParameter("state", OperationState.REQUESTED)
        .setParameter("now", now)
        .getResultList();
  }

  /** Approved before the time given, and not taken by any node. */
  public List<String> waiting(Instant approvedBefore) {
    return entityManager
        .createQuery(
            "select o.id from DualControlOperation o"
                + " where o.state = :state and o.decidedAt < :time",
            String.class)
        .setParameter("state", OperationState.APPROVED)
        .setParameter("time", approvedBefore)
        .getResultList();
  }

  /**
   * Taken before the time given, and whose row nobody holds: the executing transaction holds its
   * row until it ends, so its node has died or its transaction was undone. The rows found are
   * locked.
   */
  @SuppressWarnings("unchecked")
  public List<String> interrupted(Instant takenBefore) {
    return entityManager
        .createNativeQuery(
            "select id from dual_control_operation"
                + " where state = 'EXECUTING' and execution_started_at < :time"
                + " for update skip locked")
        .setParameter("time", takenBefore)
        .getResultList();
  }
}
