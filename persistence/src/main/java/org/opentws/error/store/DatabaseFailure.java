package org.opentws.error.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.opentws.error.Refusal;
import org.opentws.error.RequestRefused;
import org.opentws.error.ServiceUnavailable;

/** Tells a database that is not to be had from a statement that is wrong. */
public final class DatabaseFailure {
  /**
   * SQL state classes (PostgreSQL manual, appendix A): connection, insufficient resources, operator
   * intervention, and transaction rollback (serialisation, deadlock): all may go well later.
   */
  private static final List<String> PASSING = List.of("08", "53", "57", "40");

  /** SQL state of PostgreSQL. */
  private static final String UNIQUE_VIOLATION = "23505";

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

  /**
   * The same where a version of something was to be added under the next number: that another one
   * took the number meanwhile is nobody's fault (WRONG_STATE).
   */
  public static RuntimeException ofNewVersion(SQLException failure) {
    return UNIQUE_VIOLATION.equals(failure.getSQLState())
        ? new RequestRefused(Refusal.WRONG_STATE, "it was changed by others meanwhile", failure)
        : of(failure);
  }

  /**
   * Looks for a passing database failure below whatever a container or JPA wrapped around it; what
   * a transaction manager met at the commit it adds as suppressed.
   */
  public static Optional<SQLException> passingBelow(@Nullable Throwable failure) {
    return passingBelow(failure, 0);
  }

  /** What this failure says is not to be had; empty if it says something else. */
  public static Optional<ServiceUnavailable.Cause> missing(RuntimeException failure) {
    if (failure instanceof ServiceUnavailable unavailable) {
      return Optional.of(unavailable.missing());
    }
    return passingBelow(failure).map(sql -> ServiceUnavailable.Cause.DATABASE);
  }

  private static Optional<SQLException> passingBelow(@Nullable Throwable failure, int depth) {
    if (failure == null || depth == CAUSES_MAX) {
      return Optional.empty();
    }
    if (failure instanceof SQLException sql && isPassing(sql)) {
      return Optional.of(sql);
    }
    return Stream.concat(Stream.of(failure.getSuppressed()), Stream.ofNullable(failure.getCause()))
        .flatMap(each -> passingBelow(each, depth + 1).stream())
        .findFirst();
  }

  private static boolean isPassing(SQLException failure) {
    String state = failure.getSQLState();
    // The container's pool reports "no connection" without any SQL state.
    return state == null || PASSING.stream().anyMatch(state::startsWith);
  }
}
