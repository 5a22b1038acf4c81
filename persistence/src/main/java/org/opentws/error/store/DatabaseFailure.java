package org.opentws.error.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.opentws.error.ServiceUnavailable;

/** Tells a database that is not to be had from a statement that is wrong. */
public final class DatabaseFailure {
  /**
   * SQL state classes (PostgreSQL manual, appendix A): connection, insufficient resources, operator
   * intervention, and transaction rollback (serialisation, deadlock): all may go well later.
   */
  private static final List<String> PASSING = List.of("08", "53", "57", "40");

  private static final int CAUSES_MAX = 16;

  private DatabaseFailure() {}

  /** What a repository throws for this failure: unavailable if it may pass, else our bug. */
  public static RuntimeException of(SQLException failure) {
    if (isPassing(failure)) {
      return new ServiceUnavailable(
          ServiceUnavailable.Cause.DATABASE, "the database is not to be had", failure);
    }
    return new IllegalStateException("statement failed", failure);
  }

  /** Looks for a passing database failure below whatever a container or JPA wrapped around it. */
  public static Optional<SQLException> passingBelow(@Nullable Throwable failure) {
    Throwable at = failure;
    for (int depth = 0; at != null && depth < CAUSES_MAX; depth++) {
      if (at instanceof SQLException sql && isPassing(sql)) {
        return Optional.of(sql);
      }
      at = at.getCause();
    }
    return Optional.empty();
  }

  private static boolean isPassing(SQLException failure) {
    String state = failure.getSQLState();
    // The container's pool reports "no connection" without any SQL state.
    return state == null || PASSING.stream().anyMatch(state::startsWith);
  }
}
