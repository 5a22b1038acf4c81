package org.opentws.error.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseFailureTest {
  private static final SQLException GONE = new SQLException("terminating connection", "57P01");

  @Test
  void databaseThatEndsIsFoundBelowWrappers() {
    Throwable wrapped = new IllegalStateException("by JPA", new RuntimeException("again", GONE));
    assertEquals(Optional.of(GONE), DatabaseFailure.passingBelow(wrapped));
  }

  @Test
  void databaseThatEndsAtTheCommitIsFoundAmongWhatWasSuppressed() {
    Throwable rollback = new IllegalStateException("could not commit");
    rollback.addSuppressed(new RuntimeException("local transaction", GONE));
    assertEquals(
        Optional.of(GONE),
        DatabaseFailure.passingBelow(new RuntimeException("by the container", rollback)));
  }

  @Test
  void statementThatIsWrongDoesNotPass() {
    Throwable wrong = new RuntimeException(new SQLException("no such column", "42703"));
    wrong.addSuppressed(new RuntimeException("beside it"));
    assertEquals(Optional.empty(), DatabaseFailure.passingBelow(wrong));
  }
}
